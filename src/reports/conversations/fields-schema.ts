import { builder } from '../../graphql/builder.ts';
import type { Slice } from '../../question/slice.ts';
import { loadFields } from './fields.ts';
import type { FieldReport, FieldSummary, FieldValue } from './shape.ts';
import { shareFields } from './share-fields.ts';

const CustomFieldValueCount = builder.objectRef<FieldValue>('CustomFieldValueCount').implement({
  description: 'An option of a dropdown field. Source: Help Scout.',
  fields: (t) => ({
    optionId: t.exposeID('id', { description: 'The id of the option.' }),
    name: t.exposeString('name', { description: 'Its name.' }),
    ...shareFields(t, 'Touched conversations that have it', 'summary.total'),
  }),
});

const CustomFieldSummary = builder.objectRef<FieldSummary>('CustomFieldSummary').implement({
  description: 'How many conversations have a value for a custom field. Source: Help Scout.',
  fields: (t) => ({
    total: t.exposeInt('total', { description: "Touched conversations in the field's mailbox." }),
    totalAnswered: t.exposeInt('totalAnswered', { description: 'Those of them with a value.' }),
    previousTotal: t.exposeInt('previousTotal', {
      nullable: true,
      description: 'total of the previous period; null without a comparison.',
    }),
    previousTotalAnswered: t.exposeInt('previousTotalAnswered', {
      nullable: true,
      description: 'totalAnswered of the previous period; null without a comparison.',
    }),
    unansweredPercent: t.exposeFloat('unansweredPercent', {
      description: 'Conversations without a value in percent of total.',
    }),
    unansweredPreviousPercent: t.exposeFloat('unansweredPreviousPercent', {
      nullable: true,
      description: 'The same in the previous period, 0 where there are none; null without a comparison.',
    }),
    unansweredDelta: t.exposeFloat('unansweredDelta', {
      nullable: true,
      description: 'unansweredPercent minus unansweredPreviousPercent, in points; null without a comparison.',
    }),
  }),
});

const CustomFieldReport = builder.objectRef<FieldReport>('CustomFieldReport').implement({
  description: 'A custom field over the touched conversations of its mailbox. Source: Help Scout.',
  fields: (t) => ({
    fieldId: t.exposeID('id', { description: 'The id of the field.' }),
    name: t.exposeString('name', { description: 'Its name.' }),
    mailboxId: t.exposeID('mailboxId', { description: 'The id of its mailbox.' }),
    values: t.field({
      type: [CustomFieldValueCount],
      description:
        'Options of a dropdown field by count descending, then by id, none with count 0. Other fields have no values.',
      resolve: ({ values }) => values,
    }),
    summary: t.field({
      type: CustomFieldSummary,
      description: 'How many of the conversations have a value.',
      resolve: ({ summary }) => summary,
    }),
  }),
});

export const CustomFieldUsage = builder.objectRef<Slice>('CustomFieldUsage').implement({
  description: 'Custom fields of the mailboxes that have a touched conversation. Source: Help Scout.',
  fields: (t) => ({
    count: t.int({
      description: 'Number of fields.',
      resolve: async (slice, _args, context) => (await loadFields(context, slice)).length,
    }),
    fields: t.field({
      type: [CustomFieldReport],
      description:
        'The fields, sorted by id (decimal integers first, by number, then the others by code point).',
      resolve: (slice, _args, context) => loadFields(context, slice),
    }),
  }),
});
