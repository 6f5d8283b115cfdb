import { builder } from '../../graphql/builder.ts';
import { loadCount } from '../counts.ts';
import { type CustomersQuestion, loadCustomerEntries } from './customers.ts';
import type { CustomerEntry, TopEntry } from './shape.ts';
import { shareFields } from './share-fields.ts';
import { loadTopEntries, loadUses, type TopQuestion } from './top.ts';

const touched = 'the conversations touched in the period';
const conversations = 'Touched conversations';
const order =
  'By count descending, then by id (decimal integers first, by number, then the others by code point); at most `first` entries, none with count 0.';

const TagUsageEntry = builder.objectRef<TopEntry>('TagUsageEntry').implement({
  description: 'A tag and the touched conversations that carry it. Source: Help Scout.',
  fields: (t) => ({
    tagId: t.exposeID('id', { description: 'The id of the tag; 1 stands for conversations without any.' }),
    name: t.exposeString('name', { nullable: true, description: 'Its name; null for id 1, the untagged.' }),
    ...shareFields(t, conversations, touched),
  }),
});

const CustomerActivityEntry = builder.objectRef<CustomerEntry>('CustomerActivityEntry').implement({
  description: 'A customer and their touched conversations. Source: Help Scout.',
  fields: (t) => ({
    customerId: t.exposeID('id', { description: 'The id of the customer.' }),
    name: t.exposeString('name', { nullable: true, description: 'Their name; null if it is not known.' }),
    ...shareFields(t, conversations, touched),
  }),
});

const SavedReplyUsageEntry = usageEntry('savedReplyId', 'SavedReplyUsageEntry', 'saved reply', 'Uses');
const WorkflowUsageEntry = usageEntry('workflowId', 'WorkflowUsageEntry', 'workflow', 'Runs');

// The import refuses a saved reply or a workflow without a name; only tags and customers may lack one.
function usageEntry(idField: 'savedReplyId' | 'workflowId', name: string, thing: string, counted: string) {
  return builder.objectRef<TopEntry>(name).implement({
    description: `A ${thing} and how often it was used. Source: Help Scout.`,
    fields: (t) => ({
      [idField]: t.exposeID('id', { description: `The id of the ${thing}.` }),
      name: t.string({ description: 'Its name.', resolve: (entry) => entry.name ?? entry.id }),
      mailboxId: t.exposeID('mailboxId', {
        nullable: true,
        description: 'The id of its mailbox; null if it has none, or one that the caller may not see.',
      }),
      ...shareFields(t, counted, touched),
    }),
  });
}

export const TagUsage = builder.objectRef<TopQuestion>('TagUsage').implement({
  description: 'Tags of the touched conversations. Source: Help Scout.',
  fields: (t) => ({
    count: t.int({
      description: 'Touched conversations that carry at least one tag.',
      resolve: ({ slice }, _args, context) =>
        loadCount(context, { scope: slice, period: slice.period, measure: 'tagged' }),
    }),
    top: t.field({
      type: [TagUsageEntry],
      description: order,
      resolve: (question, _args, context) => loadTopEntries(context, question),
    }),
  }),
});

export const CustomerActivity = builder.objectRef<CustomersQuestion>('CustomerActivity').implement({
  description: 'Customers of the touched conversations. Source: Help Scout.',
  fields: (t) => ({
    count: t.int({
      description: 'Touched conversations; those without a customer count as well.',
      resolve: ({ slice }, _args, context) =>
        loadCount(context, { scope: slice, period: slice.period, measure: 'touched' }),
    }),
    top: t.field({
      type: [CustomerActivityEntry],
      description: order,
      resolve: (question, _args, context) => loadCustomerEntries(context, question),
    }),
  }),
});

export const SavedReplyUsage = builder.objectRef<TopQuestion>('SavedReplyUsage').implement({
  description: 'Saved replies sent in the period. Source: Help Scout.',
  fields: (t) => ({
    count: t.int({
      description: 'Replies made from a saved reply and sent in the period: uses, not conversations.',
      resolve: (question, _args, context) => loadUses(context, question),
    }),
    top: t.field({
      type: [SavedReplyUsageEntry],
      description: order,
      resolve: (question, _args, context) => loadTopEntries(context, question),
    }),
  }),
});

export const WorkflowUsage = builder.objectRef<TopQuestion>('WorkflowUsage').implement({
  description: 'Workflows run in the period. Source: Help Scout.',
  fields: (t) => ({
    count: t.int({
      description: 'Runs in the period, not conversations.',
      resolve: (question, _args, context) => loadUses(context, question),
    }),
    top: t.field({
      type: [WorkflowUsageEntry],
      description: order,
      resolve: (question, _args, context) => loadTopEntries(context, question),
    }),
  }),
});
