const share = 'count previousCount percent previousPercent deltaPercent';

/** Everything that the overall report holds. */
export const overallQuery = `query (
  $period: PeriodInput!, $previous: PeriodInput, $compareTo: Comparison, $filter: ReportFilterInput,
  $timeZone: TimeZone, $first: Int! = 10
) {
  report: conversationsReport(
    period: $period, previous: $previous, compareTo: $compareTo, filter: $filter, timeZone: $timeZone
  ) {
    filterTags { id name }
    busiestDay { day hour count } busyTimeStart busyTimeEnd
    current { startDate endDate ...figures }
    previous { startDate endDate ...figures }
    deltas { totalConversations conversationsCreated newConversations customers conversationsPerDay }
    tags(first: $first) { count top { tagId name ${share} } }
    customers(first: $first) { count top { customerId name ${share} } }
    replies(first: $first) { count top { savedReplyId name mailboxId ${share} } }
    workflows(first: $first) { count top { workflowId name mailboxId ${share} } }
    customFields {
      count
      fields {
        fieldId name mailboxId
        values { optionId name ${share} }
        summary {
          total totalAnswered previousTotal previousTotalAnswered
          unansweredPercent unansweredPreviousPercent unansweredDelta
        }
      }
    }
  }
}
fragment figures on ConversationStats {
  totalConversations conversationsCreated newConversations customers conversationsPerDay
}`;

/** Everything that the report on volumes by channel holds. */
export const volumesQuery = `query (
  $period: PeriodInput!, $previous: PeriodInput, $compareTo: Comparison, $filter: ReportFilterInput,
  $timeZone: TimeZone, $viewBy: ViewBy
) {
  report: volumesByChannelReport(
    period: $period, previous: $previous, compareTo: $compareTo, filter: $filter, timeZone: $timeZone, viewBy: $viewBy
  ) {
    viewBy timeZone
    current { date chat email phone }
    previous { date chat email phone }
    deltas { chat email phone total }
  }
}`;
