import { reports } from '../reports/index.ts';

/** Questions worth asking besides those of reports. Many customers of the made-up helpdesk have no name: a search finds some that have one. */
const otherQuestions = [
  `# Every mailbox with its conversations of the month and their change against the month before: one statement for all of them.
query Mailboxes($period: PeriodInput!) {
  mailboxes {
    id
    name
    conversations(period: $period, compareTo: PREVIOUS_PERIOD) {
      current { totalConversations newConversations customers conversationsPerDay }
      deltas { totalConversations newConversations customers conversationsPerDay }
    }
  }
}
`,
  `# The first customers by name with an "an" in it, what each of them wrote in the month, and where the next page begins.
query Customers($period: PeriodInput!) {
  customers(search: "an", first: 20) {
    edges { node { id name conversations(period: $period) { current { newConversations } } } }
    pageInfo { hasNextPage endCursor }
  }
}
`,
  `# The rows behind a number: the open conversations of the month, whoever waits longest first.
query RowsBehindANumber($period: PeriodInput!) {
  conversations(period: $period, activity: TOUCHED, filter: { statuses: [OPEN] }, orderBy: WAITING_SINCE, direction: ASC, first: 20) {
    totalCount
    nodes {
      number subject url priority waitingSince
      customer { name } assignee { name } team { name } mailbox { name } tags { name }
      ratings { score comment }
    }
    pageInfo { hasNextPage endCursor }
  }
}
`,
  `# What there is: the account, its mailboxes, users, teams and tags.
query Account {
  account { id name timeZone plan officeHoursEnabled }
  mailboxes { id name }
  users { id name }
  teams { id name }
  tags { id name }
}
`,
];

export interface Example {
  readonly query: string;
  readonly variables: string;
}

/** Questions worth asking, as GraphiQL's tabs show them: the example of each report and others, over the last whole month (UTC) before `now`. */
export function examplesAt(now: Date): Example[] {
  const [year, month] = [now.getUTCFullYear(), now.getUTCMonth()];
  const period = { start: monthStart(year, month - 1), end: monthStart(year, month) };
  return [...reports.map(({ example }) => example), ...otherQuestions].map((question, index) => {
    const query = index === 0 ? withDefault(question, period) : question;
    const variables = query.includes('$user') ? { period, user: 'u1' } : { period };
    return { query, variables: JSON.stringify(variables, null, 2) };
  });
}

/** GraphiQL loses the variables of the tab that it opens with: there the document has them, too. */
function withDefault(question: string, { start, end }: { start: string; end: string }): string {
  return question.replace('PeriodInput!', `PeriodInput! = { start: "${start}", end: "${end}" }`);
}

function monthStart(year: number, month: number): string {
  return new Date(Date.UTC(year, month)).toISOString().replace('.000Z', 'Z');
}
