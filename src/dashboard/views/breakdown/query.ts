import { graphql } from '../../graphql.ts';

const figures = graphql(`
  fragment Figures on BreakdownFigures @_unmask {
    conversationsCreated
    conversationsTouched
    messagesReceived
    repliesSent
    customersReplied
    resolutions
    avgFirstResponseTime
    medianFirstResponseTime
    avgResponseTime
    medianResponseTime
    avgResolveTime
    ratings
    satisfactionScore
  }
`);

const deltas = graphql(`
  fragment Deltas on BreakdownDeltas @_unmask {
    conversationsCreated
    conversationsTouched
    messagesReceived
    repliesSent
    customersReplied
    resolutions
    avgFirstResponseTime
    medianFirstResponseTime
    avgResponseTime
    medianResponseTime
    avgResolveTime
    ratings
    satisfactionScore
  }
`);

export const breakdownQuery = graphql(
  `
  query Breakdown(
    $by: Dimension!
    $period: PeriodInput!
    $previous: PeriodInput
    $compareTo: Comparison
    $filter: ReportFilterInput
    $timeZone: TimeZone
    $orderBy: BreakdownField!
    $direction: SortOrder!
  ) {
    breakdownReport(
      by: $by
      period: $period
      previous: $previous
      compareTo: $compareTo
      filter: $filter
      timeZone: $timeZone
      orderBy: $orderBy
      direction: $direction
      first: 100
    ) {
      count
      total {
        current { ...Figures }
        deltas { ...Deltas }
      }
      rows {
        key
        name
        current { ...Figures }
        deltas { ...Deltas }
      }
    }
  }
`,
  [figures, deltas],
);
