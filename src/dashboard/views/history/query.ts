import { graphql } from '../../graphql.ts';

export const historyQuery = graphql(`
  query History(
    $user: ID!
    $period: PeriodInput!
    $previous: PeriodInput
    $compareTo: Comparison
    $filter: ReportFilterInput
    $officeHours: Boolean!
    $page: Int!
    $sortField: UserConversationSortField!
    $sortOrder: SortOrder!
  ) {
    userConversationHistoryReport(
      user: $user
      period: $period
      previous: $previous
      compareTo: $compareTo
      filter: $filter
      officeHours: $officeHours
      page: $page
      sortField: $sortField
      sortOrder: $sortOrder
    ) {
      page
      pages
      count
      current { replies conversations customers avgResponseTime avgFirstResponseTime avgResolveTime avgHandleTime }
      deltas { replies conversations customers avgResponseTime avgFirstResponseTime avgResolveTime avgHandleTime }
      results {
        conversationId
        number
        subject
        url
        status
        customers { name }
        repliedAt
        repliesSent
        responseTime
        firstResponseTime
        resolveTime
        avgHandleTime
      }
    }
  }
`);
