import { isDeepStrictEqual } from 'node:util';
import { print } from 'graphql';
import { refreshRollups } from '../../src/counting/ahead/refresh.ts';
import { overviewQuery } from '../../src/dashboard/views/overview/query.ts';
import { migrateDatabase, openDatabase } from '../../src/database/client.ts';
import { clientOf, tokenFor } from '../harness/app.ts';
import { runCommand, startServer } from '../harness/command.ts';
import { createDatabase } from '../harness/server-database.ts';
import { installed } from './older.ts';

// By hand, after `npm run build`: whether a program of an older commit goes on at a database that this version has migrated. The older
// one is built, packed and installed as its users do, and kept for the next time; it imports, counts and answers beside this version,
// and both must answer the same. DATABASE_URL names a server, where a database is made for it.
// `npx tsx test/load/previous-release.ts COMMIT`
const [commit = ''] = process.argv.slice(2);
const tell = (line: string): void => void process.stdout.write(`${line}\n`);

const program = await installed(commit);
tell(`${commit} is installed`);
const place = await createDatabase(process.env['DATABASE_URL'] ?? '');
const settings = { DATABASE_URL: place.url, DATA_DIR: '' };
await migrateDatabase(settings);
const database = await openDatabase(settings);
const before = (args: string[], input = '') =>
  runCommand(args, { DATABASE_URL: place.url }, input, '.', program);

/** Runs a command, which must succeed. */
async function succeed(told: string, command: ReturnType<typeof runCommand>): Promise<string> {
  const { code, stdout, stderr } = await command;
  if (code !== 0) throw new Error(`${told} ends with code ${code}: ${stderr}`);
  tell(told);
  return stdout;
}

const generated = await succeed(
  'the older one generates',
  before(['generate', '--conversations', '2000', '--seed', '3']),
);
const lines = generated.split('\n');
/** The account and a part of its records. */
await succeed('the older one imports', before(['import', '-'], lines.slice(0, 2200).join('\n')));
const token = await tokenFor(database, 'demo');
const server = await startServer({ DATABASE_URL: place.url, LOG_LEVEL: 'warn' }, program);

/** What the dashboard's overview asks for, and the times of replies, in months, from some hour to another, and in a year. */
const durations = '{ count average median p90 p95 min max }';
const timesQuery = `query ($period: PeriodInput!) {
  responseTimesReport(period: $period, compareTo: PREVIOUS_PERIOD) {
    current { firstResponse ${durations} response ${durations} resolution ${durations} handle ${durations} repliesToResolve }
    deltas { resolution { median } response { p90 } }
  }
}`;
const periods = [
  { start: '2024-05-01T00:00:00+02:00', end: '2024-06-01T00:00:00+02:00' },
  { start: '2025-02-01T00:00:00+01:00', end: '2025-03-01T00:00:00+01:00' },
  { start: '2025-02-05T11:00:00Z', end: '2025-07-07T05:30:00Z' },
];
// In one answer, which no client of the dashboard asks for.
const overview = print(overviewQuery).replaceAll(/@defer\(label: "\w+"\)/g, '');
const year = { start: '2025-01-01T00:00:00+01:00', end: '2026-01-01T00:00:00+01:00' };
const questions = periods.flatMap((period) => [
  { query: timesQuery, variables: { period } },
  { query: overview, variables: { period, compareTo: 'PREVIOUS_PERIOD' } },
]);
questions.push({ query: timesQuery, variables: { period: year } });

async function compare(when: string): Promise<void> {
  const ask = clientOf(database, token);
  let different = 0;
  for (const question of questions) {
    const answer = await fetch(`${server.address}/graphql`, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        accept: 'application/graphql-response+json',
        authorization: `Bearer ${token}`,
      },
      body: JSON.stringify(question),
    });
    const { data, errors } = (await answer.json()) as { data?: unknown; errors?: unknown };
    const right = (await ask(question.query, question.variables)).body;
    if (data && !errors && !right.errors && isDeepStrictEqual(data, right.data)) continue;
    different += 1;
    const told = [question, errors ?? data, right].map((part) => JSON.stringify(part).slice(0, 1000));
    tell(told.join('\n'));
  }
  tell(`${when}: ${questions.length - different} of ${questions.length} answers are the same`);
  if (different > 0) process.exitCode = 1;
}

await compare('after an import by the older one');
const rest = [lines[0], ...lines.slice(2200)].join('\n');
await succeed('this one imports', runCommand(['import', '-'], { DATABASE_URL: place.url }, rest));
await compare('after an import by this one');
await succeed('the older one imports all again', before(['import', '-'], lines.join('\n')));
await compare('after an import by the older one again');
await refreshRollups(database);
await compare('after all is counted by this one');
const { code, log } = await server.stop();
tell(`the older server ends with code ${code}${log && `, having logged ${log}`}`);
await database.close();
await place.drop();
