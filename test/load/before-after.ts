import { createWriteStream } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { isDeepStrictEqual, parseArgs } from 'node:util';
import { reportFilters, reportKinds } from '../../bench/cases.ts';
import { lastDay, spanDays } from '../../bench/helpdesk.ts';
import { timesOf } from '../../bench/measure.ts';
import { allLengths, periodsOf, variablesOf } from '../../bench/question.ts';
import { chunksOf } from '../../src/commands/generate.ts';
import { generateHelpdesk } from '../../src/generate/helpdesk.ts';
import { runCommand, startServer } from '../harness/command.ts';
import { createDatabase } from '../harness/server-database.ts';
import { installed } from './older.ts';

// By hand, after `npm run build`: how long each report takes before and after what came since an older commit. Each of the two programs has
// its own copy of a made-up account of four years, and both are asked the same in turns, so that what else the machine does slows both.
// DATABASE_URL names a server, where two databases are made for it. `npx tsx test/load/before-after.ts COMMIT --conversations 1000000`
const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    conversations: { type: 'string', default: '100000' },
    runs: { type: 'string', default: '21' },
    only: { type: 'string', default: '' },
  },
});
const conversations = Number(values.conversations);
const runs = Number(values.runs);
const tell = (line: string): void => void process.stdout.write(`${line}\n`);

/** From the sixth time on a connection may have a plan for any values. */
const warmUps = 12;
const unlimited = {
  RATE_LIMIT_TOKEN: '1000000000',
  RATE_LIMIT_ADDRESS: '1000000000',
  REQUEST_TIMEOUT_MS: '3600000',
  ANSWER_MEMORY_MB: '0',
};

/** A program that serves its own copy of the account. */
interface Side {
  readonly ask: (question: object) => Promise<{ readonly data: unknown; readonly milliseconds: number }>;
  readonly close: () => Promise<void>;
}

async function sideOf(program: string | undefined, file: string): Promise<Side> {
  const place = await createDatabase(process.env['DATABASE_URL'] ?? '');
  const environment = { DATABASE_URL: place.url, ...unlimited };
  const run = async (...args: string[]): Promise<string> => {
    const { code, stdout, stderr } = await runCommand(args, environment, '', '.', program);
    if (code !== 0) throw new Error(`${args[0]} ends with code ${code}: ${stderr}`);
    return stdout.trim();
  };
  await run('migrate');
  await run('import', file);
  await place.inside((client) => client.query('vacuum analyze'));
  const token = await run('token', 'create', '--account', 'demo', '--name', 'before and after');
  const server = await startServer(environment, program);
  const headers = { 'content-type': 'application/json', authorization: `Bearer ${token}` };
  return {
    ask: async (question) => {
      const startedAt = performance.now();
      const body = JSON.stringify(question);
      const answer = await fetch(`${server.address}/graphql`, { method: 'POST', headers, body });
      const { data, errors } = (await answer.json()) as { data?: unknown; errors?: unknown };
      if (errors) throw new Error(JSON.stringify(errors).slice(0, 500));
      return { data, milliseconds: performance.now() - startedAt };
    },
    close: async () => {
      await server.stop();
      await place.drop();
    },
  };
}

const entry = (id: string) => ({ key: 0, id });
const subject = { account: entry('demo'), user: entry('u5'), mailbox: entry('orders'), tag: entry('t3') };

/** Each report over each length of time with each filter, without end. */
const cases = reportKinds.flatMap(({ name, document, lengths = allLengths }) =>
  lengths.flatMap((length) =>
    reportFilters(subject).map(([filterName, filter]) => ({
      name: `${name}, ${length}, ${filterName}`,
      *questions() {
        for (const periods of periodsOf(length, 1))
          yield { query: document, variables: variablesOf({ ...subject, filter, ...periods }) };
      },
    })),
  ),
);

/** Milliseconds of the older program and of this one, which are asked in turns. Throws where their answers differ. */
async function timesOfCase(
  sides: readonly [Side, Side],
  questions: Iterator<object>,
): Promise<[number, number]> {
  const times: [number[], number[]] = [[], []];
  for (let run = 0; run < warmUps + runs; run++) {
    const question = questions.next().value as object;
    const answers: unknown[] = [];
    for (const place of run % 2 === 0 ? ([0, 1] as const) : ([1, 0] as const)) {
      const { data, milliseconds } = await sides[place].ask(question);
      answers.push(data);
      if (run >= warmUps) times[place].push(milliseconds);
    }
    if (!isDeepStrictEqual(answers[0], answers[1]))
      throw new Error(`the answers differ: ${JSON.stringify(question)}`);
  }
  return [timesOf(times[0]).median, timesOf(times[1]).median];
}

const older = await installed(positionals[0] ?? '');
const folder = await mkdtemp(join(tmpdir(), 'deskgraph-before-'));
const file = join(folder, 'records.ndjson');
const end = new Date(`${lastDay}T00:00:00Z`);
const lines = generateHelpdesk({ conversations, seed: 1, end, days: spanDays, account: 'demo' });
await pipeline(Readable.from(chunksOf(lines)), createWriteStream(file));
const sides: Side[] = [];
try {
  for (const program of [older, undefined]) sides.push(await sideOf(program, file));
  for (const { name, questions } of cases) {
    if (!name.includes(values.only)) continue;
    const [before, after] = await timesOfCase(sides as [Side, Side], questions());
    tell(`${(after / before).toFixed(2)}  ${before.toFixed(1)} -> ${after.toFixed(1)} ms  ${name}`);
  }
} finally {
  for (const side of sides) await side.close();
  await rm(folder, { recursive: true });
}
