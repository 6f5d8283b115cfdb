import { print } from 'graphql';
import { Temporal } from 'temporal-polyfill';
import { overviewQuery } from '../../src/dashboard/views/overview/query.ts';
import { startServer } from '../harness/command.ts';

/** What is said where a report is not made of so long a period; the others are. */
const otherErrors = /"message":"(?!Date range exceeds)/;

const query = print(overviewQuery);

/** Instants at which periods of the account's own zone begin, as the dashboard asks for them. */
const startOf = (day: string): string =>
  Temporal.PlainDate.from(day).toZonedDateTime('Europe/Berlin').toInstant().toString();

const periods = {
  month: { start: startOf('2025-12-01'), end: startOf('2026-01-01') },
  year: { start: startOf('2025-01-01'), end: startOf('2026-01-01') },
};

/** Reads the overview of a month and of a year with each token, and once more, and tells how long that took and what is remembered. */
export async function readOverviews(url: string, tokens: readonly string[]): Promise<void> {
  const limits = { RATE_LIMIT_TOKEN: '1000000', RATE_LIMIT_ADDRESS: '1000000' };
  const server = await startServer({ DATABASE_URL: url, DATA_DIR: '', LOG_LEVEL: 'error', ...limits });
  const read = async (token: string, period: object): Promise<number> => {
    const startedAt = performance.now();
    const answer = await fetch(`${server.address}/graphql`, {
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
  };
  try {
    for (const [name, period] of Object.entries(periods)) {
      for (const turn of ['first', 'again']) {
        const times: number[] = [];
        for (const token of tokens) times.push(await read(token, period));
        times.sort((one, other) => one - other);
        const at = (share: number): string => (times[Math.floor((times.length - 1) * share)] ?? 0).toFixed(0);
        const metrics = await (await fetch(`${server.address}/metrics`)).text();
        const bytes = Number(/^deskgraph_answer_memory_bytes (\d+)$/m.exec(metrics)?.[1]);
        process.stdout.write(
          `overview of a ${name}, ${turn}: median ${at(0.5)} ms, 99 % ${at(0.99)} ms; ${(bytes / 1e6).toFixed(1)} MB of answers remembered\n`,
        );
      }
    }
  } finally {
    await server.stop();
  }
}
