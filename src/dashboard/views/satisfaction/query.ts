import { graphql } from '../../graphql.ts';

/** How many slices of the period the score is shown of. */
export const slices = 10;

const slice = graphql(`
  fragment Slice on SatisfactionReport @_unmask {
    current { startDate endDate ratings score }
  }
`);

export const satisfactionQuery = graphql(
  `
  query Satisfaction(
    $period: PeriodInput!
    $previous: PeriodInput
    $compareTo: Comparison
    $filter: ReportFilterInput
    $timeZone: TimeZone
    $score: Satisfaction
    $after: String
    $slice0: PeriodInput!
    $slice1: PeriodInput!
    $slice2: PeriodInput!
    $slice3: PeriodInput!
    $slice4: PeriodInput!
    $slice5: PeriodInput!
    $slice6: PeriodInput!
    $slice7: PeriodInput!
    $slice8: PeriodInput!
    $slice9: PeriodInput!
  ) {
    satisfactionReport(period: $period, previous: $previous, compareTo: $compareTo, filter: $filter, timeZone: $timeZone) {
      current { ratings great okay notGood greatPercent okayPercent notGoodPercent score avgValue customers ratedPercent }
      previous { ratings }
      deltas { ratings great okay notGood greatPercent okayPercent notGoodPercent score avgValue customers ratedPercent }
      list(first: 25, after: $after, score: $score) {
        totalCount
        nodes {
          ratingId
          createdAt
          score
          value
          comment
          user { name }
          conversation { id number url subject }
        }
        pageInfo { hasNextPage hasPreviousPage endCursor }
      }
    }
    breakdownReport(
      by: USER
      period: $period
      previous: $previous
      compareTo: $compareTo
      filter: $filter
      timeZone: $timeZone
      orderBy: RATINGS
      first: 100
    ) {
      rows {
        key
        name
        current { ratings satisfactionScore }
        deltas { satisfactionScore }
      }
    }
    ... @defer(label: "slices") {
      slice0: satisfactionReport(period: $slice0, filter: $filter, timeZone: $timeZone) { ...Slice }
      slice1: satisfactionReport(period: $slice1, filter: $filter, timeZone: $timeZone) { ...Slice }
      slice2: satisfactionReport(period: $slice2, filter: $filter, timeZone: $timeZone) { ...Slice }
      slice3: satisfactionReport(period: $slice3, filter: $filter, timeZone: $timeZone) { ...Slice }
      slice4: satisfactionReport(period: $slice4, filter: $filter, timeZone: $timeZone) { ...Slice }
      slice5: satisfactionReport(period: $slice5, filter: $filter, timeZone: $timeZone) { ...Slice }
      slice6: satisfactionReport(period: $slice6, filter: $filter, timeZone: $timeZone) { ...Slice }
      slice7: satisfactionReport(period: $slice7, filter: $filter, timeZone: $timeZone) { ...Slice }
      slice8: satisfactionReport(period: $slice8, filter: $filter, timeZone: $timeZone) { ...Slice }
      slice9: satisfactionReport(period: $slice9, filter: $filter, timeZone: $timeZone) { ...Slice }
    }
  }
`,
  [slice],
);
