import { type GraphQLObjectType, getNamedType, isObjectType, isRequiredArgument } from 'graphql';
import { schema } from '../src/schema/schema.ts';

const variableTypes = {
  period: 'PeriodInput!',
  previous: 'PeriodInput',
  filter: 'ReportFilterInput',
  user: 'ID!',
  recent: 'PeriodInput!',
  beforeRecent: 'PeriodInput',
};

const question = 'period: $period, previous: $previous, filter: $filter';
const stats = `conversations(${question}) ${everythingIn('ConversationStatsComparison')}`;

/** The arguments of each report besides the question that all take. */
const argumentsOf = {
  conversationsReport: '',
  volumesByChannelReport: '',
  userConversationHistoryReport: ', user: $user',
  channelSummaryReport: '',
  conversationsByStatusReport: '',
};

export type Report = keyof typeof argumentsOf;

/** Everything that a report can tell. */
export function everythingOf(report: Report): string {
  return documentOf(everythingAt(report));
}

export const figuresDocument = documentOf(
  `conversationsReport(${question}) { current ${everythingIn('ConversationStats')} previous ${everythingIn('ConversationStats')} }`,
);

const comparedOf = (report: string, selection: string): string =>
  documentOf(`${report}(${question}) { current ${selection} previous ${selection} }`);

export const activityDocument = comparedOf('activityReport', everythingIn('Activity'));

const durations = ['firstResponse', 'response', 'resolution', 'handle']
  .map((kind) => `${kind} ${everythingIn('DurationStats')}`)
  .join(' ');

export const responseTimesDocument = comparedOf(
  'responseTimesReport',
  `{ ${durations} repliesToResolve resolvedOnFirstReply }`,
);

export const busyTimesDocument = comparedOf('busyTimesReport', everythingIn('BusyHour'));

export const satisfactionDocument = comparedOf(
  'satisfactionReport',
  '{ ratings great okay notGood avgValue customers }',
);

export const breakdownByUserDocument = documentOf(
  `breakdownReport(by: USER, first: 100, period: $period, filter: $filter) { rows { key current ${everythingIn('BreakdownFigures')} } }`,
);

const left = 'open unassigned pending snoozed onHold waiting oldestWaitingSince';

export const workloadDocument = documentOf(`workloadReport(filter: $filter) { ${left} }`);

export const workloadByTagDocument = documentOf(
  `workloadReport(filter: $filter) { rows(by: TAG, first: 100) { key ${left} } }`,
);

export const officePageDocument = documentOf(
  everythingAt('userConversationHistoryReport', ', officeHours: true, sortField: RESPONSE_TIME'),
);

/** All reports; the channels are asked for a period of their own, as they refuse more than half a year. */
export const allReportsDocument = documentOf(
  Object.keys(argumentsOf)
    .map((report) => everythingAt(report as Report))
    .join(' ')
    .replace(
      `channelSummaryReport(${question}`,
      'channelSummaryReport(period: $recent, previous: $beforeRecent, filter: $filter',
    ),
);

/** Mailboxes, users, tags and customers, all with their figures; the customers under their ids. */
export function entitiesDocument(customerIds: readonly string[]): string {
  const lists = ['mailboxes', 'users', 'tags'].map((list) => `${list} { id ${stats} }`);
  const customers = customerIds.map((id) => `${id}: customer(id: "${id}") { id ${stats} }`);
  return documentOf([...lists, ...customers].join(' '));
}

function documentOf(selection: string): string {
  const used = Object.entries(variableTypes).filter(([name]) => new RegExp(`\\$${name}\\b`).test(selection));
  return `query (${used.map(([name, type]) => `$${name}: ${type}`).join(', ')}) { ${selection} }`;
}

function everythingAt(report: Report, more = ''): string {
  const type = schema.getQueryType()?.getFields()[report]?.type;
  if (!type) throw new Error(`the schema lacks ${report}`);
  return `${report}(${question}${argumentsOf[report]}${more}) ${everythingIn(getNamedType(type).name)}`;
}

/** All fields that need no arguments, lists as long as they can be. */
function everythingIn(name: string): string {
  const fields = Object.values((schema.getType(name) as GraphQLObjectType).getFields());
  const selections = fields
    .filter(({ args }) => !args.some(isRequiredArgument))
    .map((field) => {
      const type = getNamedType(field.type);
      const first = field.args.some((arg) => arg.name === 'first') ? '(first: 100)' : '';
      return `${field.name}${first} ${isObjectType(type) ? everythingIn(type.name) : ''}`;
    });
  return `{ ${selections.join(' ')} }`;
}
