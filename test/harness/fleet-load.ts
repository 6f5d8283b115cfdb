import { Agent, request } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import { isDeepStrictEqual } from 'node:util';
import { refreshRollups } from '../../src/counting/ahead/refresh.ts';
import { type Database, openDatabase } from '../../src/database/client.ts';
import { generateHelpdesk } from '../../src/generate/helpdesk.ts';
import { conversation, masters } from '../import/helpdesk.ts';
import { clientOf, tokenFor } from './app.ts';
import { importLines, importRecords } from './import.ts';

/** What became of the requests of a trial. */
export interface Outcome {
  readonly answered: number;
  /** Answers with another number than the right one. */
  readonly wrong: readonly string[];
  /** Requests without an answer of status 200, while no process was killed and while one was. */
  readonly failed: readonly string[];
  readonly failedInKilled: readonly string[];
  readonly written: number;
  /** Milliseconds, in order. */
  readonly times: readonly number[];
}

const past = (month: number): string =>
  `period: { start: "2025-${String(month).padStart(2, '0')}-01T00:00:00Z", end: "2025-${String(month + 1).padStart(2, '0')}-01T00:00:00Z" }`;

/** Questions whose answers stay what they are, though the account changes. */
export const settledQuestions = Array.from({ length: 10 }, (_, index) => [
  `{ conversationsReport(${past(index + 1)}) { current { totalConversations customers } tags { top { name count } } } }`,
  `{ conversationsByStatusReport(${past(index + 1)}) { current { total data { label value } } } }`,
]).flat();

/** What is written meanwhile lies in a year of its own. */
const growing =
  '{ conversationsByStatusReport(period: { start: "2024-03-01T00:00:00Z", end: "2024-04-01T00:00:00Z" }) { current { total } } }';

/** Fills a database, and returns how to ask a service over it with one writer beside. */
export async function prepareLoad(databaseUrl: string) {
  const database = await openDatabase({ DATABASE_URL: databaseUrl, DATA_DIR: '' });
  const end = new Date('2026-01-01T00:00:00Z');
  const lines = [...generateHelpdesk({ conversations: 3000, seed: 5, end, days: 400, account: 'acme' })];
  // The account as it is: with another time zone all would be counted anew.
  const account = JSON.parse(lines[0] ?? '');
  await importLines(database, lines);
  await importRecords(database, [account, ...masters, conversation]);
  await refreshRollups(database);
  const token = await tokenFor(database, 'acme');
  const ask = clientOf(database, token);
  const right = new Map<string, unknown>();
  for (const query of settledQuestions) {
    const { body } = await ask(query);
    if (body.errors) throw new Error(`${query}: ${JSON.stringify(body.errors)}`);
    right.set(query, body.data);
  }
  return {
    run: (options: Omit<RunOptions, 'database' | 'account' | 'token' | 'right'>) =>
      runLoad({ ...options, database, account, token, right }),
    close: () => database.close(),
  };
}

interface RunOptions {
  readonly database: Database;
  readonly account: object;
  readonly token: string;
  readonly right: ReadonlyMap<string, unknown>;
  readonly address: string;
  readonly lanes: number;
  /** Aborted when it is over. */
  readonly signal: AbortSignal;
  /** Whether some process was killed between two times of `performance`. */
  readonly wasKilled: (from: number, until: number) => boolean;
}

/** Asks through lanes that wait for each answer, and writes a conversation after the other. */
async function runLoad({
  database,
  account,
  right,
  lanes,
  signal,
  wasKilled,
  ...client
}: RunOptions): Promise<Outcome> {
  const outcome = { answered: 0, wrong: [], failed: [], failedInKilled: [], written: 0, times: [] } as {
    answered: number;
    wrong: string[];
    failed: string[];
    failedInKilled: string[];
    written: number;
    times: number[];
  };
  let begun = 1;
  let stored = 1;
  const send = senderTo(client);
  const look = async (query: string, isRight: (data: unknown) => boolean): Promise<void> => {
    const startedAt = performance.now();
    const { status, text } = await send(query);
    const endedAt = performance.now();
    outcome.times.push(endedAt - startedAt);
    const told = `${status} ${text.slice(0, 300)}`;
    const failed = wasKilled(startedAt - 100, endedAt) ? outcome.failedInKilled : outcome.failed;
    if (status !== 200) failed.push(told);
    else if (!isRight(JSON.parse(text).data)) outcome.wrong.push(`${query}\n${text}`);
    else outcome.answered += 1;
  };
  const lane = async (number: number): Promise<void> => {
    for (let turn = number; !signal.aborted; turn += 1) {
      const query = settledQuestions[turn % settledQuestions.length] ?? '';
      await look(query, (data) => isDeepStrictEqual(data, right.get(query)));
      const least = stored;
      await look(growing, (data) => {
        const total = Number(/"total":(\d+)/.exec(JSON.stringify(data))?.[1]);
        return total >= least && total <= begun;
      });
    }
  };
  const write = async (): Promise<void> => {
    while (!signal.aborted) {
      begun += 1;
      await importRecords(database, [account, { ...conversation, id: `w${begun}`, number: begun }]);
      stored = begun;
      outcome.written += 1;
      await sleep(200);
    }
  };
  await Promise.all([write(), ...Array.from({ length: lanes }, (_, index) => lane(index))]);
  outcome.times.sort((one, other) => one - other);
  return outcome;
}

/** Status 0 stands for a connection that was cut. */
function senderTo({ address, token }: Pick<RunOptions, 'address' | 'token'>) {
  const agent = new Agent({ keepAlive: true });
  const headers = { 'content-type': 'application/json', authorization: `Bearer ${token}` };
  return (query: string) =>
    new Promise<{ status: number; text: string }>((resolve) => {
      const cut = (error: Error): void => resolve({ status: 0, text: error.message });
      const sent = request(`${address}/graphql`, { agent, method: 'POST', headers }, (response) => {
        let text = '';
        response.setEncoding('utf8').on('data', (chunk: string) => {
          text += chunk;
        });
        response.once('end', () => resolve({ status: response.statusCode ?? 0, text }));
        response.once('error', cut);
      });
      sent.once('error', cut);
      sent.end(JSON.stringify({ query }));
    });
}
