import { graphql } from '../../graphql.ts';

const stats = graphql(`
  fragment Stats on DurationStats @_unmask {
    count
    average
    median
    p90
    p95
    min
    max
  }
`);

export const responsesQuery = graphql(
  `
  query Responses(
    $period: PeriodInput!
    $previous: PeriodInput
    $compareTo: Comparison
    $filter: ReportFilterInput
    $timeZone: TimeZone
    $officeHours: Boolean!
  ) {
    responseTimesReport(
      period: $period
      previous: $previous
      compareTo: $compareTo
      filter: $filter
      timeZone: $timeZone
      officeHours: $officeHours
    ) {
      current {
        firstResponse { ...Stats ranges { from to count percent } }
        response { ...Stats ranges { from to count percent } }
        resolution { ...Stats ranges { from to count percent } }
        handle { ...Stats }
        repliesToResolve
        resolvedOnFirstReply
        resolvedOnFirstReplyPercent
      }
      previous {
        resolution { count }
      }
      deltas {
        firstResponse { median }
        response { median }
        resolution { median }
        handle { median }
        repliesToResolve
        resolvedOnFirstReply
        resolvedOnFirstReplyPercent
      }
    }
    ... @defer(label: "series") {
      overTime: responseTimesReport(
        period: $period
        previous: $previous
        compareTo: $compareTo
        filter: $filter
        timeZone: $timeZone
        officeHours: $officeHours
      ) {
        series {
          viewBy
          current {
            startDate
            endDate
            firstResponse { median p90 }
            response { median p90 }
            resolution { median p90 }
          }
          previous {
            startDate
            endDate
            firstResponse { median }
            response { median }
            resolution { median }
          }
        }
      }
    }
  }
`,
  [stats],
);
