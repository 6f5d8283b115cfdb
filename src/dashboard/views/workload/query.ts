import { graphql } from '../../graphql.ts';

const row = graphql(`
  fragment Row on WorkloadRow @_unmask {
    key
    name
    open
    unassigned
    pending
    snoozed
    onHold
    waiting
    oldestWaitingSince
  }
`);

export const workloadQuery = graphql(
  `
  query Workload($filter: ReportFilterInput) {
    workloadReport(filter: $filter) {
      open
      unassigned
      pending
      snoozed
      onHold
      waiting
      oldestWaitingSince
    }
    ... @defer(label: "rows") {
      rows: workloadReport(filter: $filter) {
        agents: rows(by: USER, first: 100) { ...Row }
        mailboxes: rows(by: MAILBOX, first: 100) { ...Row }
        teams: rows(by: TEAM, first: 100) { ...Row }
        channels: rows(by: CHANNEL, first: 100) { ...Row }
      }
    }
  }
`,
  [row],
);
