import { builder } from '../../graphql/builder.ts';
import { PeriodInput, ReportFilterInput, SortOrder } from '../../question/arguments.ts';
import { WhereInput } from './where-input.ts';

const Activity = builder.enumType('ConversationActivity', {
  description: 'What a conversation has to have been in a period to be listed.',
  values: {
    TOUCHED: { description: 'Created in it, or with a thread of any kind created in it.' },
    CREATED: { description: 'Created in it.' },
    RECEIVED: { description: 'With a message of the customer received in it.' },
    REPLIED: { description: 'With a reply sent in it.' },
    FIRST_REPLIED: { description: 'With its first reply sent in it.' },
    RESOLVED: { description: 'With a resolve time, and closed in it.' },
    CLOSED: {
      description: 'With a resolution in it, as activityReport counts them, also if reopened since.',
    },
    RATED: { description: 'With a rating given in it, whenever the conversation itself was.' },
  } as const,
});

const OrderBy = builder.enumType('ConversationOrder', {
  description: 'What conversations are sorted by.',
  values: {
    CREATED_AT: { description: 'When they were created.' },
    NUMBER: { description: 'Their numbers in the source.' },
    CLOSED_AT: { description: 'When they were closed.' },
    FIRST_RESPONSE_TIME: { description: 'How long the customer had waited for the first reply.' },
    RESOLVE_TIME: { description: 'How long it took from creation to closing.' },
    WAITING_SINCE: { description: 'Since when the customer waits for a reply.' },
  } as const,
});

const pageRule = 'A page has 1 to 100 conversations.';

/** The arguments of a list of conversations. */
export const rowsArgs = builder.args((t) => ({
  period: t.field({
    type: PeriodInput,
    description:
      'The period that the activity is about; all conversations without it, whatever the activity.',
  }),
  activity: t.field({
    type: Activity,
    required: true,
    defaultValue: 'TOUCHED',
    description: 'What a conversation has to have been in the period to be listed.',
  }),
  filter: t.field({
    type: ReportFilterInput,
    description: 'Which conversations count; all of them without it.',
  }),
  where: t.field({ type: WhereInput, description: 'Further conditions.' }),
  timeZone: t.field({
    type: 'TimeZone',
    description: "The zone of weekdays and hours; the account's time zone without it.",
  }),
  orderBy: t.field({
    type: OrderBy,
    required: true,
    defaultValue: 'CREATED_AT',
    description: 'What the list is sorted by; conversations without it come last in either direction.',
  }),
  direction: t.field({
    type: SortOrder,
    required: true,
    defaultValue: 'DESC',
    description: 'The direction of the order; ties come in the order of their ids in either.',
  }),
  first: t.int({
    required: true,
    defaultValue: 25,
    description: 'How many at most: 1 to 100.',
    validate: { min: [1, { message: pageRule }], max: [100, { message: pageRule }] },
  }),
  after: t.string({ description: 'The cursor after which the page begins; the first page without it.' }),
}));
