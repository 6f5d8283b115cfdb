import type { Measured, Times } from './measure.ts';
import type { Results } from './results.ts';

/** The results as Markdown. */
export function printed(results: Results): string {
  const {
    machine,
    conversations,
    smallAccounts,
    imported,
    upkeep,
    reports,
    more,
    together,
    own,
    change,
    duckdb,
    http,
  } = results;
  const parts = [
    `# ${conversations} conversations beside ${smallAccounts} small accounts\n\n${machine}\n\n${legendOf(results)}`,
    imported &&
      `## Import\n\n${imported.conversationsPerSecond} conversations a second, at most ${imported.peakMegabytes} MB of memory`,
    upkeep &&
      `${upkeep.conversations} conversations were stored in ${upkeep.storingSeconds.toFixed(1)} s and then counted ahead of time in ${upkeep.countingSeconds.toFixed(1)} s`,
    reports && `## Reports\n\n${comparisonTable(reports)}`,
    more && `## More reports\n\n${comparisonTable(more)}`,
    together && `## Together\n\n${comparisonTable(together)}`,
    own &&
      `## Own part, each asked ${own[0]?.ours.runs} times in a row\n\n${table(
        ['question', 'besides SQL', 'p95', 'ours', 'p95'],
        own.map((row) => [row.name, ...timesIn(row.besidesSql), ...timesIn(row.ours)]),
      )}`,
    change &&
      `## After a change\n\n${table(
        ['', 'median', 'p95'],
        [
          ['import of one conversation', ...timesIn(change.write)],
          ["its month's report before", ...timesIn(change.before)],
          ["its month's report right after", ...timesIn(change.after)],
          ['counting its day ahead of time again', ...timesIn(change.refresh)],
          ['counting the whole account again', ...timesIn(change.refreshAll)],
        ],
      )}`,
    duckdb &&
      `## Beside DuckDB ${duckdb.version} with two threads over the same rows\n\n${table(
        ['question', 'runs', 'ours', 'p95', 'besides SQL', 'DuckDB', 'p95', 'ours/DuckDB'],
        duckdb.rows.map(({ name, ours, besidesSql, floor }) => [
          name,
          String(ours.runs),
          ...timesIn(ours),
          milliseconds(besidesSql.median),
          ...timesIn(floor),
          ratio(ours.median, floor.median),
        ]),
      )}`,
    http &&
      `## HTTP\n\n${table(
        ['request', 'connections', 'requests/s', 'p50', 'p97.5', 'p99', 'failures'],
        http.map((row) => [
          row.name,
          String(row.connections),
          row.requestsPerSecond.toFixed(1),
          ...[row.p50, row.p97_5, row.p99].map(milliseconds),
          String(row.failures),
        ]),
      )}`,
  ];
  return `${parts.filter(Boolean).join('\n\n')}\n`;
}

function legendOf({ embedded }: Results): string {
  const floor = embedded
    ? 'sent through the same client as ours, as the embedded engine has one connection'
    : 'sent through pg alone as one or two prepared statements, with `jit=off` and `work_mem=64MB`';
  return `Times are in milliseconds. Ours: through the service's fetch, GraphQL included; besides SQL: the part of it during which no
statement was under way. Floor: hand-written SQL over the base tables, ${floor}.
Naive: calls of Prisma's client. Every answer was compared.`;
}

function comparisonTable(rows: readonly Measured[]): string {
  return table(
    [
      'question',
      'runs',
      'ours',
      'p95',
      'besides SQL',
      'floor',
      'p95',
      'naive',
      'p95',
      'ours/floor',
      'ours/naive',
    ],
    rows.map(({ name, ours, besidesSql, floor, naive }) => [
      name,
      String(ours.runs),
      ...timesIn(ours),
      milliseconds(besidesSql.median),
      ...timesIn(floor),
      ...(naive ? timesIn(naive) : ['', '']),
      ratio(ours.median, floor.median),
      naive ? ratio(ours.median, naive.median) : '',
    ]),
  );
}

/** How much longer the same questions take of the larger helpdesk. */
export function printedGrowth(small: Results, large: Results): string {
  const rowsOf = ({ reports = [], more = [], together = [] }: Results) => [...reports, ...more, ...together];
  const before = new Map(rowsOf(small).map((row) => [row.name, row]));
  const rows = rowsOf(large).flatMap((row) => {
    const other = before.get(row.name);
    if (!other) return [];
    const growth = (side: 'ours' | 'floor') => [
      milliseconds(other[side].median),
      milliseconds(row[side].median),
      ratio(row[side].median, other[side].median),
    ];
    return [[row.name, ...growth('ours'), ...growth('floor')]];
  });
  const columns = [`${small.conversations}`, `${large.conversations}`, 'growth'];
  return `# From ${small.conversations} to ${large.conversations} conversations, medians in milliseconds\n\n${table(
    ['question', ...columns.map((column) => `ours ${column}`), ...columns.map((column) => `floor ${column}`)],
    rows,
  )}\n`;
}

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const rule = head.map((_, index) => (index === 0 ? '---' : '---:'));
  return [head, rule, ...rows].map((cells) => `| ${cells.join(' | ')} |`).join('\n');
}

function timesIn({ median, p95 }: Times): string[] {
  return [milliseconds(median), milliseconds(p95)];
}

function milliseconds(value: number): string {
  return value.toFixed(value < 10 ? 2 : value < 100 ? 1 : 0);
}

function ratio(one: number, other: number): string {
  return (one / other).toPrecision(2);
}
