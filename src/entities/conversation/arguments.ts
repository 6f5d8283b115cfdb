import { builder } from '../../graphql/builder.ts';
import { PeriodInput, ReportFilterInput, SortOrder } from '../../question/arguments.ts';
import { SatisfactionEnum } from './rating.ts';
import type { ConversationWhere, DurationRange } from './rows.ts';

const DurationInput = builder.inputRef<DurationRange>('DurationInput').implement({
  description:
    'A range of times in seconds. Half-open: from is inside, to is not; either end may be missing.',
  fields: (t) => ({
    from: t.int({ description: 'The least, in seconds.' }),
    to: t.int({ description: 'The first that is too much, in seconds; not before from.' }),
  }),
  validate: [[isInOrder('from', 'to'), { path: ['from'], message: 'A range must not start after its end.' }]],
});

const hourRule = 'An hour is from 0 to 24.';
const hours: Record<'min' | 'max', [number, { message: string }]> = {
  min: [0, { message: hourRule }],
  max: [24, { message: hourRule }],
};
const weekdayRule = 'A weekday is from 1 (Monday) to 7 (Sunday).';

/** The conditions of a list of conversations besides its filter. */
const WhereInput = builder.inputRef<ConversationWhere>('ConversationWhereInput').implement({
  description:
    'Conditions on conversations besides those of the filter, joined by AND. Ids that do not exist match nothing.',
  fields: (t) => ({
    repliedBy: t.id({ description: 'With a reply in the period by the user with this id.' }),
    savedReply: t.id({ description: 'With a reply in the period made from the saved reply with this id.' }),
    workflow: t.id({ description: 'With a run in the period of the workflow with this id.' }),
    field: t.id({
      description:
        'In the mailbox of the custom field with this id. Together with either option or answered.',
    }),
    option: t.id({ description: 'The option with this id was chosen for the field.' }),
    answered: t.boolean({ description: 'True: with a value for the field; false: without one.' }),
    weekday: t.int({
      description: "Created on this weekday (Monday is 1) on the wall clock of the question's zone.",
      validate: { min: [1, { message: weekdayRule }], max: [7, { message: weekdayRule }] },
    }),
    hourFrom: t.int({
      description: 'Created from this hour of the day on, on the same clock: 0 to 24.',
      validate: hours,
    }),
    hourTo: t.int({
      description: 'Created before this hour of the day, on the same clock: 0 to 24.',
      validate: hours,
    }),
    firstResponseTime: t.field({
      type: DurationInput,
      description: 'With a first response time within this range.',
    }),
    resolveTime: t.field({ type: DurationInput, description: 'With a resolve time within this range.' }),
    responseTime: t.field({
      type: DurationInput,
      description:
        'With a reply in the period whose response time is within this range: of repliedBy, if that is given.',
    }),
    handleTime: t.field({
      type: DurationInput,
      description:
        'With a reply in the period whose handling took a time within this range: of repliedBy and responseTime, if they are given.',
    }),
    firstRepliedBy: t.id({ description: 'With its first reply, whenever, by the user with this id.' }),
    repliesSent: t.int({ description: 'With so many replies, whenever.' }),
    isWaiting: t.boolean({ description: 'True: the customer waits for a reply now; false: nobody does.' }),
    ratedUser: t.id({ description: 'With a rating in the period of the user with this id.' }),
    ratingScore: t.field({
      type: SatisfactionEnum,
      description: 'With a rating in the period with this score: of ratedUser, if that is given.',
    }),
  }),
  validate: [
    [
      isInOrder('hourFrom', 'hourTo'),
      { path: ['hourFrom'], message: 'Hours must not start after their end.' },
    ],
    [hasOneOfField, { path: ['field'], message: 'A field goes with exactly one of option and answered.' }],
  ],
});

function isInOrder<Name extends string>(from: Name, to: Name) {
  return (range: { readonly [Key in Name]?: number | null | undefined }): boolean => {
    const [first, until] = [range[from], range[to]];
    return first == null || until == null || first <= until;
  };
}

function hasOneOfField({ field, option, answered }: ConversationWhere): boolean {
  const given = [option, answered].filter((value) => value != null).length;
  return field == null ? given === 0 : given === 1;
}

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
