import { builder } from '../../graphql/builder.ts';
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
export const WhereInput = builder.inputRef<ConversationWhere>('ConversationWhereInput').implement({
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
