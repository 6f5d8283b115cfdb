import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import autocannon from 'autocannon';
import type { Subject } from './cases.ts';
import { allReportsDocument, everythingOf } from './documents.ts';
import { periodsOf, variablesOf } from './question.ts';
import { environmentOf, type Place } from './target.ts';

/** Latencies in milliseconds. */
export interface Throughput {
  readonly name: string;
  readonly connections: number;
  readonly requestsPerSecond: number;
  readonly p50: number;
  readonly p97_5: number;
  readonly p99: number;
  readonly failures: number;
}

const connectionCounts = [1, 8, 32];
const seconds = 10;
const differentRequests = 400;
const documents = [
  { name: 'conversationsByStatusReport, month', document: everythingOf('conversationsByStatusReport') },
  { name: 'five reports in one request, month', document: allReportsDocument },
];

/** Requests to a served program in a process of its own, each connection sending its next one when the last is answered. */
export async function measureHttp(
  place: Place,
  token: string,
  subject: Subject,
  seed: number,
): Promise<Throughput[]> {
  const server = spawn(process.execPath, ['dist/main.js', 'serve'], {
    env: { ...environmentOf(place), PORT: '0' },
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  try {
    const url = await addressFrom(createInterface(server.stdout));
    const measured: Throughput[] = [];
    for (const { name, document } of documents) {
      const bodies = bodiesOf(document, subject, seed);
      await assertAnswers(url, token, bodies);
      for (const connections of connectionCounts) {
        measured.push({ name, connections, ...(await fire(url, token, bodies, connections)) });
      }
    }
    return measured;
  } finally {
    server.kill('SIGTERM');
    if (server.exitCode === null) await once(server, 'exit');
  }
}

async function addressFrom(lines: AsyncIterable<string>): Promise<string> {
  for await (const line of lines) {
    const [address] = /http:\S+/.exec(line) ?? [];
    if (address) return address;
  }
  throw new Error('the server did not start');
}

function bodiesOf(query: string, subject: Subject, seed: number): string[] {
  const periods = periodsOf('month', seed);
  return Array.from({ length: differentRequests }, () => {
    const variables = variablesOf({ ...subject, filter: {}, ...periods.next().value });
    const recent = { recent: variables.period, beforeRecent: variables.previous };
    return JSON.stringify({ query, variables: { ...variables, ...recent } });
  });
}

/** Autocannon looks at statuses alone, and an error of GraphQL's has the status 200. */
async function assertAnswers(url: string, token: string, [body]: readonly string[]): Promise<void> {
  const response = await fetch(url, { method: 'POST', headers: headersFor(token), ...(body && { body }) });
  const text = await response.text();
  if (!response.ok || text.includes('"errors"')) throw new Error(`the server refused: ${text}`);
}

function headersFor(token: string) {
  return { 'content-type': 'application/json', authorization: `Bearer ${token}` };
}

async function fire(url: string, token: string, bodies: readonly string[], connections: number) {
  const requests = bodies.map((body) => ({ method: 'POST' as const, headers: headersFor(token), body }));
  const {
    latency,
    requests: done,
    errors,
    non2xx,
  } = await autocannon({ url, connections, duration: seconds, requests });
  return {
    requestsPerSecond: done.average,
    p50: latency.p50,
    p97_5: latency.p97_5,
    p99: latency.p99,
    failures: errors + non2xx,
  };
}
