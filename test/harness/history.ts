/** Everything that a user's history holds. */
export const historyQuery = `query (
  $user: ID!, $period: PeriodInput!, $previous: PeriodInput, $compareTo: Comparison, $filter: ReportFilterInput,
  $status: UserConversationStatus, $officeHours: Boolean! = false, $page: Int! = 1, $rows: Int! = 25,
  $sortField: UserConversationSortField! = NUMBER, $sortOrder: SortOrder! = DESC
) {
  report: userConversationHistoryReport(
    user: $user, period: $period, previous: $previous, compareTo: $compareTo, filter: $filter, status: $status,
    officeHours: $officeHours, page: $page, rows: $rows, sortField: $sortField, sortOrder: $sortOrder
  ) {
    page
    pages
    count
    results {
      conversationId number status customers { id name } repliedAt repliesSent
      responseTime firstResponseTime resolveTime avgHandleTime
    }
    current { startDate endDate ...numbers }
    previous { startDate endDate ...numbers }
    deltas {
      replies conversations customers avgResponseTime avgFirstResponseTime avgResolveTime avgHandleTime
    }
  }
}
fragment numbers on UserReplyStats {
  replies conversations customers avgResponseTime avgFirstResponseTime avgResolveTime avgHandleTime
}`;
