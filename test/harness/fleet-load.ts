import { Agent, request } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import { isDeepStrictEqual } from 'node:util';
import { z } from 'zod';
import { refreshRollups } from '../../src/counting/ahead/refresh.ts';
import { type Database, openDatabase } from '../../src/database/client.ts';
import { generateHelpdesk } from '../../src/generate/helpdesk.ts';
import { conversation, masters } from '../import/helpdesk.ts';
import { clientOf, tokenFor } from './app.ts';
import { processHeader } from './fleet.ts';
import { importLines, importRecords } from './import.ts';

/** What became of the requests of a trial. */
export interface Outcome {
  readonly answered: number;
  /** Answers with another number than the right one, or of an older account than was asked for. */
  readonly wrong: readonly string[];
  /** Requests without an answer of status 200: of a process that was killed meanwhile, and others. */
  readonly failed: readonly string[];
  readonly failedInKilled: readonly string[];
  readonly written: number;
  /** Right answers that say that they are older than what had been written when they were asked for, as a replica's may be. */
  readonly older: number;
  /** Milliseconds, in order. */
  readonly times: readonly number[];
}

const past = (month: number): string =>
  `period: { start: "2025-${String(month).padStart(2, '0')}-01T00:00:00Z", end: "2025-${String(month + 1).padStart(2, '0')}-01T00:00:00Z" }`;

/** Questions whose answers stay what they are, though the account changes. */
const settledQuestions = Array.from({ length: 10 }, (_, index) => [
  `{ conversationsReport(${past(index + 1)}) { current { totalConversations customers } tags { top { name count } } } }`,
  `{ conversationsByStatusReport(${past(index + 1)}) { current { total data { label value } } } }`,
]).flat();

const march = 'period: { start: "2024-03-01T00:00:00Z", end: "2024-04-01T00:00:00Z" }';

/** What is written meanwhile lies in a year of its own: the same number counted in two ways. */
const growing = `{
  conversationsByStatusReport(${march}) { current { total } }
  activityReport(${march}) { current { conversationsCreated } }
}`;

const growingAnswer = z.object({
  data: z.object({
    conversationsByStatusReport: z.object({ current: z.object({ total: z.int() }) }),
    activityReport: z.object({ current: z.object({ conversationsCreated: z.int() }) }),
  }),
  extensions: z.object({ version: z.string().optional() }).optional(),
});

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
  /** Whether a process, by its name in the balancer, was killed between two times of `performance`. */
  readonly wasKilled: (process: string | undefined, from: number, until: number) => boolean;
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
  const outcome = {
    answered: 0,
    wrong: [] as string[],
    failed: [] as string[],
    failedInKilled: [] as string[],
    written: 0,
    older: 0,
    times: [] as number[],
  };
  const history = await followHistory(database);
  const send = senderTo(client);
  const look = async (query: string, isRight: (body: string) => boolean, least?: string): Promise<void> => {
    const startedAt = performance.now();
    const { status, text, process } = await send(query, least);
    const endedAt = performance.now();
    outcome.times.push(endedAt - startedAt);
    if (status !== 200) {
      const failed = wasKilled(process, startedAt - 100, endedAt) ? outcome.failedInKilled : outcome.failed;
      failed.push(`${status} ${process} ${text.slice(0, 300)}`);
    } else if (isRight(text)) outcome.answered += 1;
    else outcome.wrong.push(`${process} at least ${least}: ${query}\n${text}`);
  };
  const lane = async (number: number): Promise<void> => {
    for (let turn = number; !signal.aborted; turn += 1) {
      const query = settledQuestions[turn % settledQuestions.length] ?? '';
      await look(query, (text) => isDeepStrictEqual(JSON.parse(text).data, right.get(query)));
      // Every other time as a client that has seen the newest state.
      const { version } = history.newest();
      const least = turn % 2 === 0 ? version : undefined;
      await look(
        growing,
        (text) => {
          const { data, extensions } = growingAnswer.parse(JSON.parse(text));
          // Where all is read on the primary, nothing is said of versions.
          const told = extensions?.version ?? version;
          if (BigInt(told) < BigInt(version)) outcome.older += 1;
          return (
            BigInt(told) >= BigInt(least ?? 0) &&
            history.mayBe(data.conversationsByStatusReport.current.total, told) &&
            history.mayBe(data.activityReport.current.conversationsCreated, told)
          );
        },
        least,
      );
    }
  };
  const write = async (): Promise<void> => {
    while (!signal.aborted) {
      await history.write((number) =>
        importRecords(database, [account, { ...conversation, id: `w${number}`, number }]),
      );
      outcome.written += 1;
      await sleep(200);
    }
  };
  await Promise.all([write(), ...Array.from({ length: lanes }, (_, index) => lane(index))]);
  outcome.times.sort((one, other) => one - other);
  return outcome;
}

/** What is stored: with each version that one of the account's conversations has made, how many there were of those that grow. */
async function followHistory({ prisma }: Database) {
  const version = async (): Promise<string> => {
    const account = await prisma.account.findUniqueOrThrow({ where: { id: 'acme' } });
    return String(account.version);
  };
  let begun = 1;
  let newest = { version: await version(), total: begun };
  const history = [newest];
  return {
    newest: () => newest,
    /** Stores one more. */
    write: async (store: (number: number) => Promise<unknown>): Promise<void> => {
      begun += 1;
      await store(begun);
      newest = { version: await version(), total: begun };
      history.push(newest);
    },
    /** Whether an answer of a version may have counted so many: it is at least as new as it says. */
    mayBe: (total: number, told: string): boolean => {
      const least = history.findLast((state) => BigInt(state.version) <= BigInt(told))?.total ?? 1;
      return total >= least && total <= begun;
    },
  };
}

/** Status 0 stands for a connection that was cut; the process is the last that the balancer has sent the request to. */
function senderTo({ address, token }: Pick<RunOptions, 'address' | 'token'>) {
  const agent = new Agent({ keepAlive: true });
  const headers = { 'content-type': 'application/json', authorization: `Bearer ${token}` };
  return (query: string, least: string | undefined) =>
    new Promise<{ status: number; text: string; process: string | undefined }>((resolve) => {
      let process: string | undefined;
      const cut = (error: Error): void => resolve({ status: 0, text: error.message, process });
      const version = least && { 'deskgraph-version': least };
      const options = { agent, method: 'POST', headers: { ...headers, ...version } };
      const sent = request(`${address}/graphql`, options, (response) => {
        process = String(response.headers[processHeader]);
        let text = '';
        response.setEncoding('utf8').on('data', (chunk: string) => {
          text += chunk;
        });
        response.once('end', () => resolve({ status: response.statusCode ?? 0, text, process }));
        response.once('error', cut);
      });
      sent.once('error', cut);
      sent.end(JSON.stringify({ query }));
    });
}
