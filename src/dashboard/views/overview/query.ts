import { graphql } from '../../graphql.ts';

/** All of the overview. What takes longest comes last. */
export const overviewQuery = graphql(`
  query Overview(
    $period: PeriodInput!
    $previous: PeriodInput
    $compareTo: Comparison
    $filter: ReportFilterInput
    $timeZone: TimeZone
  ) {
    activityReport(period: $period, previous: $previous, compareTo: $compareTo, filter: $filter, timeZone: $timeZone) {
      current { conversationsCreated conversationsTouched customersReplied repliesSent resolutions }
      deltas { conversationsCreated conversationsTouched customersReplied repliesSent resolutions }
    }
    responseTimesReport(period: $period, previous: $previous, compareTo: $compareTo, filter: $filter, timeZone: $timeZone) {
      current {
        firstResponse { median }
        resolution { median }
      }
      deltas {
        firstResponse { median }
        resolution { median }
      }
    }
    satisfactionReport(period: $period, previous: $previous, compareTo: $compareTo, filter: $filter, timeZone: $timeZone) {
      current { ratings score }
      previous { ratings }
      deltas { score }
    }
    workloadReport(filter: $filter) { waiting }
    conversationsByStatusReport(period: $period, previous: $previous, compareTo: $compareTo, filter: $filter) {
      current { total data { label value } }
      deltas { total open closed queued onHold }
    }
    channelSummaryReport(period: $period, previous: $previous, compareTo: $compareTo, filter: $filter) {
      current { channel open resolved pending snoozed total }
      deltas { channel total }
    }
    ... @defer(label: "series") {
      overTime: activityReport(period: $period, previous: $previous, compareTo: $compareTo, filter: $filter, timeZone: $timeZone) {
        series {
          viewBy
          current { startDate endDate conversationsCreated resolutions }
          previous { startDate endDate conversationsCreated resolutions }
        }
      }
      busyTimesReport(period: $period, filter: $filter, timeZone: $timeZone) {
        current { day hour count }
      }
    }
    ... @defer(label: "top") {
      top: conversationsReport(period: $period, previous: $previous, compareTo: $compareTo, filter: $filter, timeZone: $timeZone) {
        previous { totalConversations }
        tags { top { tagId name count percent deltaPercent } }
        customers { top { customerId name count percent deltaPercent } }
        replies { top { savedReplyId name count percent deltaPercent } }
        workflows { top { workflowId name count percent deltaPercent } }
        customFields {
          fields {
            fieldId
            name
            values { optionId name count percent deltaPercent }
            summary { previousTotal unansweredPercent unansweredDelta }
          }
        }
      }
    }
  }
`);
