import { print } from 'graphql';
import { Temporal } from 'temporal-polyfill';
import { overviewQuery } from '../../src/dashboard/views/overview/query.ts';
import { startServer } from '../harness/command.ts';
import { processorsOf } from './measured.ts';

/** What is said where a report is not made of so long a period; the others are. */
const otherErrors = /"message":"(?!Date range exceeds)/;

const query = print(overviewQuery);

/** The last month and the last year until a day, in the account's own zone, as the dashboard asks for them. */
function periodsUntil(day: string): Record<string, object> {
  const end = Temporal.PlainDate.from(day);
  const at = (date: Temporal.PlainDate): string =>
    date.toZonedDateTime('Europe/Berlin').toInstant().toString();
  const since = (start: Temporal.PlainDate): object => ({ start: at(start), end: at(end) });
  return { month: since(end.subtract({ months: 1 })), year: since(end.subtract({ years: 1 })) };
}

async function timeOf(address: string, token: string, period: object): Promise<number> {
  const startedAt = performance.now();
  const answer = await fetch(`${address}/graphql`, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      accept: 'multipart/mixed',
      authorization: `Bearer ${token}`,
    },
    body: JSON.stringify({ query, variables: { period, compareTo: 'PREVIOUS_PERIOD' } }),
  });
  const text = await answer.text();
  if (answer.status !== 200 || otherErrors.test(text)) throw new Error(text.slice(0, 500));
  return performance.now() - startedAt;
}

/** Reads overviews until a day with each token, and once more, and tells what that took and what is remembered. */
export async function readOverviews(url: string, tokens: readonly string[], until: string): Promise<void> {
  const limits = { RATE_LIMIT_TOKEN: '1000000', RATE_LIMIT_ADDRESS: '1000000' };
  const server = await startServer({ DATABASE_URL: url, DATA_DIR: '', LOG_LEVEL: 'error', ...limits });
  const metric = async (name: string): Promise<number> => {
    const metrics = await (await fetch(`${server.address}/metrics`)).text();
    return Number(new RegExp(`^${name} ([\\d.]+)$`, 'm').exec(metrics)?.[1]);
  };
  const readAll = async (name: string, period: object): Promise<void> => {
    const times: number[] = [];
    const before = await metric('process_cpu_seconds_total');
    const { postgres } = await processorsOf(url, async () => {
      for (const token of tokens) times.push(await timeOf(server.address, token, period));
    });
    const served = (await metric('process_cpu_seconds_total')) - before;
    times.sort((one, other) => one - other);
    const at = (share: number): string => (times[Math.floor((times.length - 1) * share)] ?? 0).toFixed(0);
    const each = (seconds: number): string => ((seconds * 1000) / times.length).toFixed(0);
    const megabytes = ((await metric('deskgraph_answer_memory_bytes')) / 1e6).toFixed(1);
    process.stdout.write(
      `overview of a ${name}: median ${at(0.5)} ms, 99 % ${at(0.99)} ms; processors: Node.js ${each(served)} ms, PostgreSQL ${each(postgres)} ms each; ${megabytes} MB of answers remembered\n`,
    );
  };
  try {
    for (const [name, period] of Object.entries(periodsUntil(until))) {
      await readAll(name, period);
      await readAll(`${name} again`, period);
    }
  } finally {
    await server.stop();
  }
}
