import { refreshRollups } from '../src/counting/ahead/refresh.ts';
import { allCountedDays, markStale } from '../src/counting/ahead/stale.ts';
import { timeZone } from '../src/generate/catalogue.ts';
import { generateHelpdesk } from '../src/generate/helpdesk.ts';
import { importInput } from '../src/import/import.ts';
import { dayCalendar } from '../src/period/days.ts';
import { formatInstant } from '../src/period/instant.ts';
import { answerOf, type Sources } from './cases.ts';
import { everythingOf } from './documents.ts';
import { type Times, timesOf } from './measure.ts';
import { type Periods, periodsOf, variablesOf } from './question.ts';

export interface Change {
  /** The import of one conversation. */
  readonly write: Times;
  /** The report of the month that it belongs to, before and right after. */
  readonly before: Times;
  readonly after: Times;
  /** Counting ahead of time what the change made stale, and everything of the account. */
  readonly refresh: Times;
  readonly refreshAll: Times;
}

/** A conversation comes in, again and again in another month, and the next report must count it. */
export async function measureChange(sources: Sources, runs: number): Promise<Change> {
  const periods = periodsOf('month', sources.seed);
  const times = {
    write: [] as number[],
    before: [] as number[],
    after: [] as number[],
    refresh: [] as number[],
  };
  for (let run = 0; run < runs; run++) {
    const asked = periods.next().value;
    const [before, created] = await timed(() => createdIn(sources, asked));
    const [write] = await timed(() => importOne(sources, asked, false));
    const [after, createdNow] = await timed(() => createdIn(sources, asked));
    if (createdNow !== created + 1)
      throw new Error(`the report shows ${createdNow} conversations after ${created} and one more`);
    await importOne(sources, asked, true);
    const [refresh] = await timed(() => refreshRollups(sources.target.database));
    times.write.push(write);
    times.before.push(before);
    times.after.push(after);
    times.refresh.push(refresh);
  }
  const [refreshAll] = await timed(() => countAllAnew(sources));
  return {
    write: timesOf(times.write),
    before: timesOf(times.before),
    after: timesOf(times.after),
    refresh: timesOf(times.refresh),
    refreshAll: timesOf([refreshAll]),
  };
}

const document = everythingOf('conversationsReport');

async function createdIn(sources: Sources, periods: Periods): Promise<number> {
  const question = { ...sources.subject, filter: {}, ...periods };
  const data = await answerOf(sources, document, variablesOf(question));
  const { conversationsReport } = data as {
    conversationsReport: { current: { conversationsCreated: number } };
  };
  return conversationsReport.current.conversationsCreated;
}

/** The account's own record comes first, as it was, and so changes nothing. */
async function importOne(
  { target, subject }: Sources,
  { current }: Periods,
  deleted: boolean,
): Promise<void> {
  const [account] = generateHelpdesk({ conversations: 1, seed: 1, account: subject.account.id });
  const createdAt = formatInstant(current.start);
  const conversation = {
    type: 'conversation',
    id: 'change',
    number: 1,
    mailboxId: subject.mailbox.id,
    conversationType: 'email',
    channel: 'Channel::Email',
    status: 'open',
    deleted,
    createdAt,
    threads: [{ id: '1', kind: 'customer', createdAt }],
  };
  const chunks = oneChunk(`${account}\n${JSON.stringify(conversation)}\n`);
  await importInput(target.database, { name: 'change', chunks });
}

async function countAllAnew({ target: { database }, subject }: Sources): Promise<void> {
  await database.prisma.$transaction(async (client) => {
    const calendar = dayCalendar(timeZone);
    const days = await allCountedDays(client, subject.account.key, calendar);
    await markStale(client, subject.account.key, new Set(days), calendar);
  });
  await refreshRollups(database);
}

async function* oneChunk(text: string): AsyncGenerator<Uint8Array> {
  yield Buffer.from(text);
}

async function timed<T>(work: () => Promise<T>): Promise<[number, T]> {
  const startedAt = performance.now();
  const result = await work();
  return [performance.now() - startedAt, result];
}
