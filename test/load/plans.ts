import { readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { periodsOf } from '../../bench/duckdb/cases.ts';
import { type Row, rows } from '../../bench/duckdb/rows.ts';
import { variablesOf } from '../../bench/question.ts';
import { openDatabase } from '../../src/database/client.ts';
import { type Ask, clientOf, tokenFor } from '../harness/app.ts';
import { ask } from './measured.ts';
import { allSpreads, allStates, fillSpread, states } from './planner.ts';

// By hand, after `npm run build`: how much the time of a question hangs on how conversations are spread over customers and on what
// the planner knows of the tables. DATABASE_URL names a superuser's database on this machine, whose processor time is told, as other work
// hardly changes it; databases beside it, plans_flat and so on, are made anew, and stay.
const { values } = parseArgs({
  options: { conversations: { type: 'string', default: '300000' }, only: { type: 'string', default: '' } },
});
const server = process.env['DATABASE_URL'] ?? '';

/** From the sixth time on a connection may have a plan for any values. */
const warmUps = 8;
const runs = 5;
const patience = 20_000;
/** So much slower than at its best a question should be nowhere. */
const tolerance = 3;
const unlimited = {
  RATE_LIMIT_TOKEN: '1000000',
  RATE_LIMIT_ADDRESS: '1000000',
  REQUEST_TIMEOUT_MS: '600000',
};
const nobody = { account: { key: 0, id: '' }, user: { key: 0, id: '' }, filter: {} };

/** The median of a row's milliseconds, warm. What takes long is asked less often. */
async function timeOf(asked: Ask, row: Row, worked: () => number): Promise<number> {
  const periods = periodsOf(row, 1);
  const until = performance.now() + patience;
  const times: number[] = [];
  for (let run = 0; run < warmUps + runs && (run < 1 || performance.now() < until); run++) {
    const variables = variablesOf({ ...nobody, ...periods.next().value });
    const before = worked();
    const { body } = await asked(row.document, variables);
    if (body.errors) throw new Error(`${row.name}: ${body.errors[0]?.message}`);
    times.push(worked() - before);
  }
  const warm = times.slice(-runs).toSorted((one, other) => one - other);
  return warm[Math.floor(warm.length / 2)] ?? Number.NaN;
}

/** The time of each row, by a connection that knows no plan yet. */
async function timesOfRows(url: string): Promise<number[]> {
  const database = await openDatabase({ DATABASE_URL: url, DATA_DIR: '' }, { connections: 1 });
  try {
    const [backend] = await database.prisma.$queryRaw<{ pid: number }[]>`select pg_backend_pid() as pid`;
    const worked = (): number =>
      Number(readFileSync(`/proc/${backend?.pid}/schedstat`, 'utf8').split(' ')[0]) / 1e6;
    const asked = clientOf(database, await tokenFor(database, 'demo'), unlimited);
    const times: number[] = [];
    for (const row of rows) times.push(await timeOf(asked, row, worked));
    return times;
  } finally {
    await database.close();
  }
}

const columns: { readonly name: string; readonly times: readonly number[] }[] = [];
for (const spread of allSpreads.filter((name) => name.includes(values.only))) {
  const url = await fillSpread(server, spread, Number(values.conversations));
  for (const state of allStates) {
    await ask(url, states[state]);
    columns.push({ name: `${spread}, ${state}`, times: await timesOfRows(url) });
    process.stderr.write(`${columns.at(-1)?.name}: ${columns.at(-1)?.times.map(Math.round)}\n`);
  }
}

const line = (cells: readonly string[]): string => `| ${cells.join(' | ')} |\n`;
process.stdout.write(line(['milliseconds', ...columns.map(({ name }) => name), 'worst/best', '']));
process.stdout.write(line(['---', ...columns.map(() => '---:'), '---:', '---']));
for (const [index, { name }] of rows.entries()) {
  const times = columns.map((column) => column.times[index] ?? Number.NaN);
  const ratio = Math.max(...times) / Math.min(...times);
  const told = times.map((time) => time.toFixed(1));
  process.stdout.write(line([name, ...told, ratio.toFixed(1), ratio > tolerance ? 'too much' : '']));
}
