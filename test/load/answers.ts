import { parseArgs } from 'node:util';
import { print } from 'graphql';
import { Temporal } from 'temporal-polyfill';
import { overviewQuery } from '../../src/dashboard/views/overview/query.ts';
import { openCurrentDatabase } from '../../src/database/client.ts';
import { tokenFor } from '../harness/app.ts';
import { runCommand, startServer } from '../harness/command.ts';

// By hand, after `npm run build`: how fast the dashboard's overview of ten periods is answered to 32 readers, with a memory of answers and
// without, alone and beside a writer who changes the account every second. DATABASE_URL names a database with
// `deskgraph generate --conversations 1000000 --seed 7` in it.
const { values } = parseArgs({
  options: { seconds: { type: 'string', default: '20' }, readers: { type: 'string', default: '32' } },
});
const seconds = Number(values.seconds);
const readers = Number(values.readers);
const place = { DATABASE_URL: process.env['DATABASE_URL'] ?? '', DATA_DIR: '' };
const query = print(overviewQuery);

// Months of the account's own zone, as the dashboard asks for them.
const month = (number: number): string =>
  Temporal.PlainDate.from({ year: 2025, month: number, day: 1 })
    .toZonedDateTime('Europe/Berlin')
    .toInstant()
    .toString();
const periods = Array.from({ length: 10 }, (_, index) => ({
  start: month(index + 1),
  end: month(index + 2),
}));

const database = await openCurrentDatabase(place);
const token = await tokenFor(database, 'demo');

// The account as it is: with other office hours all of its times would be computed anew.
const [account = ''] = (await runCommand(['generate', '--conversations', '1', '--seed', '7'])).stdout.split(
  '\n',
  1,
);

/** One more tag, or the same renamed: as small a change of an account as there is. */
async function write(number: number): Promise<void> {
  const tag = JSON.stringify({ type: 'tag', id: 'load', name: `Load ${number}` });
  const { code, stderr } = await runCommand(['import', '-'], place, `${account}\n${tag}\n`);
  if (code !== 0) throw new Error(stderr);
}

async function measure(name: string, memory: string, isWritten: boolean): Promise<void> {
  const limits = { RATE_LIMIT_TOKEN: '1000000', RATE_LIMIT_ADDRESS: '1000000' };
  const server = await startServer({ ...place, ...limits, ANSWER_MEMORY_MB: memory, LOG_LEVEL: 'error' });
  const times: number[] = [];
  let failed = 0;
  let end = Number.POSITIVE_INFINITY;
  const read = async (lane: number, most = Number.POSITIVE_INFINITY): Promise<void> => {
    for (let turn = lane; performance.now() < end && turn < most; turn++) {
      const startedAt = performance.now();
      const variables = { period: periods[turn % periods.length], compareTo: 'PREVIOUS_PERIOD' };
      const answer = await fetch(`${server.address}/graphql`, {
        method: 'POST',
        headers: {
          'content-type': 'application/json',
          accept: 'multipart/mixed',
          authorization: `Bearer ${token}`,
        },
        body: JSON.stringify({ query, variables }),
      });
      const text = await answer.text();
      if (answer.status !== 200 || text.includes('"errors"')) failed += 1;
      else times.push(performance.now() - startedAt);
    }
  };
  const writer = async (): Promise<void> => {
    for (let number = 0; isWritten && performance.now() < end; number++) {
      const next = performance.now() + 1000;
      await write(number);
      await new Promise((resolve) => setTimeout(resolve, next - performance.now()));
    }
  };
  const metricsNow = async (): Promise<string> => (await fetch(`${server.address}/metrics`)).text();
  // Each period once, as on the second day of a server, and once more: what was answered is given again once the account is known to
  // have been the same all the while.
  await read(0, 2 * periods.length);
  times.length = 0;
  const before = processorOf(await metricsNow());
  end = performance.now() + seconds * 1000;
  await Promise.all([writer(), ...Array.from({ length: readers }, (_, lane) => read(lane))]);
  const metrics = await metricsNow();
  await server.stop();
  const processor = (processorOf(metrics) - before) / times.length;
  times.sort((one, other) => one - other);
  const at = (share: number): string => `${times[Math.floor((times.length - 1) * share)]?.toFixed(0)} ms`;
  const asked = metrics.split('\n').filter((line) => /^deskgraph_answers?\w*(\{.*\})? /.test(line));
  process.stdout.write(
    `${name}: ${(times.length / seconds).toFixed(1)} a second, median ${at(0.5)}, 99 % ${at(0.99)}, ${failed} failed, ${(processor * 1000).toFixed(1)} ms of the server's processor each; ${asked.join(', ')}\n`,
  );
}

/** Seconds of processor time that a server has taken, which other work on the machine hardly changes. */
function processorOf(metrics: string): number {
  return Number(/^process_cpu_seconds_total ([\d.]+)$/m.exec(metrics)?.[1]);
}

await measure('without memory', '0', false);
await measure('with memory', '64', false);
await measure('without memory, written', '0', true);
await measure('with memory, written', '64', true);
await database.close();
