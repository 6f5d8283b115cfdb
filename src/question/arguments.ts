import { Temporal } from 'temporal-polyfill';
import { builder } from '../graphql/builder.ts';
import type { Period } from '../period/period.ts';

export const PeriodInput = builder.inputRef<Period>('PeriodInput').implement({
  description: 'A period of time. Half-open: start is inside, end is not.',
  fields: (t) => ({
    start: t.field({ type: 'DateTime', required: true, description: 'The first instant inside.' }),
    end: t.field({
      type: 'DateTime',
      required: true,
      description: 'The first instant after; not before start.',
    }),
  }),
  validate: [
    [
      ({ start, end }: Period) => Temporal.Instant.compare(start, end) <= 0,
      { path: ['start'], message: 'A period must not start after its end.' },
    ],
  ],
});

export const ConversationTypeEnum = builder.enumType('ConversationType', {
  description: 'How a conversation came in. Source: Help Scout.',
  values: {
    CHAT: { value: 'chat', description: 'A chat.' },
    EMAIL: { value: 'email', description: 'An email.' },
    PHONE: { value: 'phone', description: 'A phone call.' },
  } as const,
});

export const ConversationStatusEnum = builder.enumType('ConversationStatus', {
  description: "The canonical states of a conversation. Sources' own words are mapped onto these at import.",
  values: {
    OPEN: { value: 'open', description: 'Waits for an answer.' },
    PENDING: { value: 'pending', description: 'Waits for the customer or for somebody else.' },
    SNOOZED: { value: 'snoozed', description: 'Set aside until a time or until the customer writes again.' },
    ON_HOLD: { value: 'on_hold', description: 'Set aside until somebody takes it up again.' },
    CLOSED: { value: 'closed', description: 'Done.' },
    SPAM: { value: 'spam', description: 'Unwanted; counted in no report.' },
  } as const,
});

export const PriorityEnum = builder.enumType('Priority', {
  description: 'How urgent a conversation is.',
  values: {
    LOW: { value: 'low', description: 'Can wait.' },
    MEDIUM: { value: 'medium', description: 'As usual.' },
    HIGH: { value: 'high', description: 'Before others.' },
    URGENT: { value: 'urgent', description: 'Before all others.' },
  } as const,
});

export const DimensionEnum = builder.enumType('Dimension', {
  description: 'By what the conversations of a report are told apart.',
  values: {
    MAILBOX: { description: 'By mailbox.' },
    FOLDER: { description: 'By folder.' },
    USER: { description: 'By whom they are assigned to now, or by who wrote what is counted.' },
    TEAM: { description: 'By the team that they are assigned to now.' },
    TAG: { description: 'By tag: a conversation with three tags counts in three rows.' },
    CUSTOMER: { description: 'By customer.' },
    CHANNEL: { description: "By the source's own name of the channel." },
    TYPE: { description: 'By how they came in.' },
    STATUS: { description: 'By how they stand now.' },
    PRIORITY: { description: 'By how urgent they are now.' },
  } as const,
});

export const ViewByEnum = builder.enumType('ViewBy', {
  description: 'Width of one interval of a series, on the wall clock. Source: Help Scout.',
  values: {
    HOUR: {
      description:
        'An hour of elapsed time. The period ends at most 7 days after its start. Never chosen without being asked for.',
    },
    DAY: { description: 'One day. The period ends at most 60 days after its start.' },
    WEEK: { description: 'Seven days. The period ends at most one year after its start.' },
    MONTH: { description: 'One calendar month. The period ends at least 61 days after its start.' },
  } as const,
});

export const SortOrder = builder.enumType('SortOrder', {
  description: 'The direction of an order.',
  values: {
    ASC: { description: 'The smallest first.' },
    DESC: { description: 'The largest first.' },
  } as const,
});

const Comparison = builder.enumType('Comparison', {
  description: 'A period to compare with, derived from the current one.',
  values: {
    PREVIOUS_PERIOD: {
      description:
        "The period of the same length that ends where the current one starts: of as many calendar days where the current one starts and ends at the same time of day in the report's time zone, else of the same elapsed time.",
    },
    PREVIOUS_YEAR: {
      description:
        "The current period shifted back by one calendar year in the report's time zone. A start on 29 February becomes 28 February, an end on it 1 March, or 28 February where the start lies on 29 February as well.",
    },
  } as const,
});

export const ReportFilterInput = builder.inputType('ReportFilterInput', {
  description:
    'Conditions are joined by AND, the values of one list by OR. An absent or empty list sets no condition. Ids that do not exist, or that the caller may not see, match nothing.',
  fields: (t) => ({
    mailboxes: t.idList({ description: 'Ids of mailboxes that the conversation may be in.' }),
    tags: t.idList({
      description: 'Ids of tags, any of which it carries. Tag id 1 stands for conversations without any tag.',
    }),
    types: t.field({ type: [ConversationTypeEnum], description: 'Types that it may have.' }),
    folders: t.idList({ description: 'Ids of folders that it may be in.' }),
    assignees: t.idList({ description: 'Ids of users, one of whom it is assigned to now.' }),
    isAssigned: t.boolean({ description: 'True: it is assigned to somebody now; false: to nobody.' }),
    teams: t.idList({ description: 'Ids of teams, one of which it is assigned to now.' }),
    channels: t.stringList({
      description:
        "The source's own names of channels, such as Channel::Email, one of which it came in by; compared exactly.",
    }),
    statuses: t.field({
      type: [ConversationStatusEnum],
      description: 'States, one of which it is in now. SPAM matches nothing: reports do not count it.',
    }),
    priorities: t.field({ type: [PriorityEnum], description: 'Priorities, one of which it has now.' }),
    customers: t.idList({ description: 'Ids of customers, one of whom it is of.' }),
  }),
});

/** The arguments that every report takes. */
export const questionArgs = builder.args((t) => ({
  period: t.field({ type: PeriodInput, required: true, description: 'The period that the report is about.' }),
  previous: t.field({
    type: PeriodInput,
    description: 'A period to compare with. Not together with compareTo.',
  }),
  compareTo: t.field({
    type: Comparison,
    description: 'A derived period to compare with. Not together with previous.',
  }),
  filter: t.field({
    type: ReportFilterInput,
    description: 'Which conversations count; all of them without it.',
  }),
}));

export const timeZoneArg = builder.args((t) => ({
  timeZone: t.field({
    type: 'TimeZone',
    description: "Shapes buckets, weekdays, hours and calendar shifts; the account's time zone without it.",
  }),
}));

export const officeHoursArg = builder.args((t) => ({
  officeHours: t.boolean({
    required: true,
    defaultValue: false,
    description:
      "Whether first response, response and resolve times count only the time inside the account's office hours. No effect where the account has none enabled.",
  }),
}));

export const viewByArg = builder.args((t) => ({
  viewBy: t.field({
    type: ViewByEnum,
    description:
      'Width of the intervals. Without it DAY where the period and an explicit previous one allow it, else WEEK, else MONTH.',
  }),
}));
