/**
 * Questions worth asking, as GraphiQL's tabs show them. `$user` is one of the made-up helpdesk's, where many customers have
 * no name: a search finds some that have one.
 */
const questions = [
  `# The month in figures, its busiest hours, and what customers wrote about most, against the same month a year ago.
query Overall($period: PeriodInput!) {
  conversationsReport(period: $period, compareTo: PREVIOUS_YEAR) {
    busiestDay { day hour count }
    busyTimeStart
    busyTimeEnd
    current { totalConversations newConversations customers conversationsPerDay }
    previous { totalConversations newConversations customers conversationsPerDay }
    deltas { totalConversations newConversations customers conversationsPerDay }
    tags(first: 5) { count top { tagId name count previousCount percent deltaPercent } }
    customers(first: 5) { top { customerId name count previousCount } }
    replies(first: 5) { count top { name count previousCount } }
    workflows(first: 5) { count top { name count previousCount } }
    customFields { fields { name values { name count percent } summary { total totalAnswered unansweredPercent } } }
  }
}
`,
  `# How many chats, emails and phone calls each day of the month brought, beside the month before.
query VolumesByChannel($period: PeriodInput!) {
  volumesByChannelReport(period: $period, compareTo: PREVIOUS_PERIOD, viewBy: DAY) {
    viewBy
    timeZone
    current { date chat email phone }
    previous { date chat email phone }
    deltas { chat email phone total }
  }
}
`,
  `# What one user replied to, the slowest answers within office hours first, and how fast the user was against the month before.
query UserConversationHistory($period: PeriodInput!, $user: ID!) {
  userConversationHistoryReport(
    user: $user, period: $period, compareTo: PREVIOUS_PERIOD, officeHours: true, sortField: RESPONSE_TIME, rows: 10
  ) {
    count
    pages
    results { number status repliedAt responseTime firstResponseTime resolveTime avgHandleTime customers { name } }
    current { replies conversations customers avgResponseTime avgFirstResponseTime avgResolveTime avgHandleTime }
    deltas { replies conversations customers avgResponseTime avgFirstResponseTime avgResolveTime avgHandleTime }
  }
}
`,
  `# How many conversations came in through each channel, how they stand now, and the change against a year ago.
query ChannelSummary($period: PeriodInput!) {
  channelSummaryReport(period: $period, compareTo: PREVIOUS_YEAR) {
    current { channel open resolved pending snoozed total }
    previous { channel total }
    deltas { channel total }
  }
}
`,
  `# How the month's emails and chats stand now: open, queued, on hold or closed, against the month before.
query ConversationsByStatus($period: PeriodInput!) {
  conversationsByStatusReport(period: $period, compareTo: PREVIOUS_PERIOD, filter: { types: [EMAIL, CHAT] }) {
    current { total data { label value } }
    previous { total data { label value } }
    deltas { total open closed queued onHold }
  }
}
`,
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
  `# What each user did in the month, who wrote most first, what all together come to, and the change against the month before.
query Breakdown($period: PeriodInput!) {
  breakdownReport(by: USER, period: $period, compareTo: PREVIOUS_PERIOD, orderBy: REPLIES_SENT) {
    count
    rows {
      key name
      current {
        conversationsTouched repliesSent customersReplied resolutions
        medianFirstResponseTime avgResponseTime avgResolveTime ratings satisfactionScore
      }
      deltas { repliesSent medianFirstResponseTime avgResponseTime satisfactionScore }
    }
    total { current { conversationsTouched repliesSent resolutions ratings satisfactionScore } }
  }
}
`,
  `# How long customers waited for a first answer and for a solution, within office hours and week by week, against the month before.
query ResponseTimes($period: PeriodInput!) {
  responseTimesReport(period: $period, compareTo: PREVIOUS_PERIOD, officeHours: true) {
    current {
      firstResponse { count average median p90 ranges { from to count percent } }
      resolution { count median p90 }
      resolvedOnFirstReplyPercent
    }
    deltas { firstResponse { median p90 } resolution { median p90 } resolvedOnFirstReplyPercent }
    series(viewBy: WEEK) { current { startDate firstResponse { median } resolution { median } } }
  }
}
`,
  `# How much the team had to do in the month, against the month before, and day by day.
query Activity($period: PeriodInput!) {
  activityReport(period: $period, compareTo: PREVIOUS_PERIOD) {
    current {
      conversationsCreated conversationsTouched messagesReceived repliesSent conversationsReplied customersReplied
      resolutions reopenings
    }
    deltas { conversationsCreated messagesReceived repliesSent customersReplied resolutions reopenings }
    series(viewBy: DAY) { current { startDate messagesReceived repliesSent } }
  }
}
`,
  `# At which hours of the week customers write, against the month before.
query BusyTimes($period: PeriodInput!) {
  busyTimesReport(period: $period, compareTo: PREVIOUS_PERIOD, activity: RECEIVED) {
    current { day hour count }
    deltas { day hour count }
  }
}
`,
  `# How happy customers were in the month against the month before, and what those who were not wrote.
query Satisfaction($period: PeriodInput!) {
  satisfactionReport(period: $period, compareTo: PREVIOUS_PERIOD) {
    current { ratings great okay notGood score avgValue customers ratedPercent }
    deltas { ratings score avgValue ratedPercent }
    list(score: NOT_GOOD, first: 10) {
      totalCount
      nodes { createdAt comment user { name } conversation { number subject customer { name } } }
      pageInfo { hasNextPage endCursor }
    }
  }
}
`,
  `# What is left to do now, and which team and mailbox has most of it.
query Workload {
  workloadReport {
    open unassigned pending snoozed onHold waiting oldestWaitingSince
    teams: rows(by: TEAM) { key name open unassigned waiting oldestWaitingSince }
    mailboxes: rows(by: MAILBOX, first: 5) { key name open unassigned waiting oldestWaitingSince }
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

/** The example queries over the last whole month (UTC) before `now`. */
export function examplesAt(now: Date): Example[] {
  const [year, month] = [now.getUTCFullYear(), now.getUTCMonth()];
  const period = { start: monthStart(year, month - 1), end: monthStart(year, month) };
  return questions.map((question, index) => {
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
