import { badUserInput } from '../../errors.ts';
import { builder } from '../../graphql/builder.ts';
import { DimensionEnum, ReportFilterInput } from '../../question/arguments.ts';
import { assertReports, type Scope, scopeOf } from '../../question/slice.ts';
import { declareReport } from '../report.ts';
import { loadWorkload, type Workload } from './report.ts';
import { loadWorkloadRows, type WorkloadRow } from './rows.ts';

const describe = {
  open: 'Conversations that are open now.',
  unassigned: 'Those of them that nobody is assigned to.',
  pending: 'Conversations that are pending now.',
  snoozed: 'Conversations that are snoozed now.',
  onHold: 'Conversations that are on hold now.',
  waiting: 'Conversations, whatever their status, in which the customer waits for a reply.',
  oldestWaitingSince: 'Since when the customer who waits longest does; null where nobody waits.',
};

const WorkloadRowType = builder.objectRef<WorkloadRow>('WorkloadRow').implement({
  description: 'How the conversations of one row of a dimension stand now.',
  fields: (t) => ({
    key: t.exposeID('key', {
      nullable: true,
      description:
        "The source's id, or the channel, or the name of the enum value; 1 of conversations without a tag, null of those without what the rows are by.",
    }),
    name: t.exposeString('name', {
      nullable: true,
      description: 'The name; a channel and an enum value are their own. Null where there is none.',
    }),
    open: t.exposeInt('open', { description: describe.open }),
    unassigned: t.exposeInt('unassigned', { description: describe.unassigned }),
    pending: t.exposeInt('pending', { description: describe.pending }),
    snoozed: t.exposeInt('snoozed', { description: describe.snoozed }),
    onHold: t.exposeInt('onHold', { description: describe.onHold }),
    waiting: t.exposeInt('waiting', { description: describe.waiting }),
    oldestWaitingSince: t.expose('oldestWaitingSince', {
      type: 'DateTime',
      nullable: true,
      description: describe.oldestWaitingSince,
    }),
  }),
});

const pageRule = 'A list has 1 to 100 rows.';

const WorkloadReport = builder.objectRef<Scope>('WorkloadReport').implement({
  description:
    'How things stand now: counted conversations that match the filter and are not closed. Sources: Chatwoot, Rocket.Chat.',
  fields: (t) => {
    const count = (name: Exclude<keyof Workload, 'oldestWaitingSince'>) =>
      t.int({
        description: describe[name],
        resolve: async (scope, _args, context) => (await loadWorkload(context, scope))[name],
      });
    return {
      open: count('open'),
      unassigned: count('unassigned'),
      pending: count('pending'),
      snoozed: count('snoozed'),
      onHold: count('onHold'),
      waiting: count('waiting'),
      oldestWaitingSince: t.field({
        type: 'DateTime',
        nullable: true,
        description: describe.oldestWaitingSince,
        resolve: async (scope, _args, context) => (await loadWorkload(context, scope)).oldestWaitingSince,
      }),
      rows: t.field({
        type: [WorkloadRowType],
        description:
          'The same by a dimension: rows with at least one conversation, by open descending, then by key, the row without a key last among equals.',
        args: {
          by: t.arg({
            type: DimensionEnum,
            required: true,
            description: 'What the rows are by; neither CUSTOMER nor STATUS.',
          }),
          first: t.arg.int({
            required: true,
            defaultValue: 10,
            description: 'How many rows at most: 1 to 100.',
            validate: { min: [1, { message: pageRule }], max: [100, { message: pageRule }] },
          }),
        },
        resolve: (scope, { by, first }, context) => {
          if (by === 'CUSTOMER' || by === 'STATUS')
            throw badUserInput('by', `A workload has no rows by ${by}: ask by another dimension.`);
          return loadWorkloadRows(context, { scope, by, first });
        },
      }),
    };
  },
});

const filterArg = builder.args((t) => ({
  filter: t.field({
    type: ReportFilterInput,
    description: 'Which conversations count; all of them without it.',
  }),
}));

export const workloadReport = declareReport({
  name: 'workloadReport',
  type: WorkloadReport,
  description: 'How the conversations that are not closed stand now, whenever they were created.',
  args: filterArg,
  toQuestion: ({ filter }, { caller }) => {
    assertReports(caller.account);
    return scopeOf(caller, filter);
  },
  reads: {
    figures: { points: 800, rows: 'always' },
    rows: { points: 800, rows: 'always', isOfCurrentAlone: true },
  },
  example: `# What is left to do now, and which team and mailbox has most of it.
query Workload {
  workloadReport {
    open unassigned pending snoozed onHold waiting oldestWaitingSince
    teams: rows(by: TEAM) { key name open unassigned waiting oldestWaitingSince }
    mailboxes: rows(by: MAILBOX, first: 5) { key name open unassigned waiting oldestWaitingSince }
  }
}
`,
});
