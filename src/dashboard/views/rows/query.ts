import { graphql } from '../../graphql.ts';

export const rowsQuery = graphql(`
  query Rows(
    $period: PeriodInput
    $activity: ConversationActivity!
    $filter: ReportFilterInput
    $where: ConversationWhereInput
    $timeZone: TimeZone
    $orderBy: ConversationOrder!
    $direction: SortOrder!
    $after: String
  ) {
    conversations(
      period: $period
      activity: $activity
      filter: $filter
      where: $where
      timeZone: $timeZone
      orderBy: $orderBy
      direction: $direction
      first: 50
      after: $after
    ) {
      totalCount
      nodes {
        id
        number
        url
        subject
        channel
        status
        mailbox { name }
        customer { name }
        assignee { name }
        createdAt
        closedAt
        waitingSince
        firstResponseTime
        resolveTime
      }
      pageInfo { hasNextPage hasPreviousPage endCursor }
    }
  }
`);
