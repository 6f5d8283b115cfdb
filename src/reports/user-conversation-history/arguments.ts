import { builder } from '../../graphql/builder.ts';
import { SortOrder } from '../../question/arguments.ts';
import { UserConversationStatus } from './entry.ts';

const SortField = builder.enumType('UserConversationSortField', {
  description: "What a user's history is sorted by. Source: Help Scout.",
  values: {
    NUMBER: { description: "The conversation's number." },
    REPLIES_SENT: { description: "The conversation's number of replies." },
    RESPONSE_TIME: { description: "The reply's response time." },
    RESOLVE_TIME: { description: "The conversation's resolve time." },
  } as const,
});

/** The arguments of a user's history besides those of every report. */
export const historyArgs = builder.args((t) => ({
  user: t.id({ required: true, description: 'Id of the user whose replies are listed.' }),
  status: t.field({
    type: UserConversationStatus,
    description: 'The status that the conversations have now; any without it.',
  }),
  officeHours: t.boolean({
    required: true,
    defaultValue: false,
    description:
      "Whether response, first response and resolve times count only the time inside the account's office hours. No effect where the account has none enabled; it never changes which results are listed.",
  }),
  page: t.int({
    required: true,
    defaultValue: 1,
    description: 'Which page, from 1.',
    validate: { min: [1, { message: 'Pages are counted from 1.' }] },
  }),
  rows: t.int({
    required: true,
    defaultValue: 25,
    description: 'Results on a page, from 1 to 50.',
    validate: {
      min: [1, { message: 'A page has from 1 to 50 rows.' }],
      max: [50, { message: 'A page has from 1 to 50 rows.' }],
    },
  }),
  sortField: t.field({
    type: SortField,
    required: true,
    defaultValue: 'NUMBER',
    description: 'What the results are sorted by; nulls come last in either order.',
  }),
  sortOrder: t.field({
    type: SortOrder,
    required: true,
    defaultValue: 'DESC',
    description: 'The direction of the sort field; ties come in ascending order of repliedAt in either.',
  }),
}));
