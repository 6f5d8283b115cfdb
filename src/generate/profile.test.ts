import { describe, expect, test } from 'vitest';
import { generateHelpdesk } from './helpdesk.ts';

interface Conversation {
  type: string;
  createdAt: string;
  closedAt?: string;
  status: string;
  deleted?: boolean;
  conversationType: string;
  customerId?: string;
  assigneeId?: string;
  tags?: string[];
  teamId?: string;
  priority?: string;
  ratings?: { score: string }[];
  threads: { kind: string; createdAt: string; workflowId?: string; status?: string }[];
}

const records: Conversation[] = [...generateHelpdesk({ conversations: 20_000, seed: 7 })].map((line) =>
  JSON.parse(line),
);
const conversations = records.filter(({ type }) => type === 'conversation');

/** The kinds of the threads by their first letters, notes and lines left out: "crcr". */
const exchange = ({ threads }: Conversation) =>
  threads
    .map(({ kind }) => kind[0])
    .filter((letter) => letter === 'c' || letter === 'r')
    .join('');
const percentOf = (isMeant: (conversation: Conversation) => boolean) =>
  (conversations.filter(isMeant).length / conversations.length) * 100;

describe('shares in per cent', () => {
  test.each<[string, number, number, (conversation: Conversation) => boolean]>([
    ['closed', 80, 88, ({ status }) => status === 'closed'],
    ['open', 4, 7, ({ status }) => status === 'open'],
    ['spam', 3.5, 4.5, ({ status }) => status === 'spam'],
    ['deleted', 0.7, 1.3, ({ deleted }) => deleted === true],
    ['untagged', 33, 37, ({ tags }) => tags === undefined],
    ['without a reply', 8, 12, (conversation) => !exchange(conversation).includes('r')],
    ['answered again', 25, 35, (conversation) => exchange(conversation).includes('rcr')],
    ['with replies in a row', 9, 15, (conversation) => exchange(conversation).includes('rr')],
    ['begun by a user', 5, 8, (conversation) => exchange(conversation).startsWith('r')],
    ['without a customer', 2, 4, ({ customerId }) => customerId === undefined],
    ['queued', 1, 4, ({ status, assigneeId }) => status === 'open' && assigneeId === undefined],
    ['reopened', 8, 12, ({ threads }) => threads.some(({ status }) => status === 'open')],
    ['rated', 17, 23, ({ ratings }) => ratings !== undefined],
    ['rated not good', 2, 4, ({ ratings }) => ratings?.[0]?.score === 'not_good'],
    ['with a team', 87, 93, ({ teamId }) => teamId !== undefined],
    ['with a priority', 27, 33, ({ priority }) => priority !== undefined],
    ['answered by a bot first', 15, 30, ({ threads }) => threads[1]?.kind === 'auto'],
    ['with a workflow', 20, 30, ({ threads }) => threads.some(({ workflowId }) => workflowId !== undefined)],
    [
      'closed before creation',
      0.01,
      0.2,
      ({ closedAt, createdAt }) => closedAt !== undefined && closedAt < createdAt,
    ],
  ])('%s: %d to %d', (_name, least, most, isMeant) => {
    expect(percentOf(isMeant)).toBeGreaterThanOrEqual(least);
    expect(percentOf(isMeant)).toBeLessThanOrEqual(most);
  });

  test('about four threads each', () => {
    const count = conversations.reduce((sum, { threads }) => sum + threads.length, 0);
    expect(count / conversations.length).toBeGreaterThan(3.8);
    expect(count / conversations.length).toBeLessThan(4.8);
  });

  test('a third as many customers, the first few with many conversations', () => {
    expect(records.filter(({ type }) => type === 'customer')).toHaveLength(6_667);
    expect(percentOf(({ customerId }) => customerId === 'c1')).toBeGreaterThan(0.8);
  });
});

describe('times', () => {
  const format = new Intl.DateTimeFormat('en-GB', {
    timeZone: 'Europe/Berlin',
    weekday: 'short',
    hour: '2-digit',
    hourCycle: 'h23',
  });
  const locals = conversations.map(({ createdAt }) => format.format(new Date(createdAt)));
  const countOf = (pattern: RegExp) => locals.filter((local) => pattern.test(local)).length;

  test('more work in the office than at night or on a weekend, most on Mondays at ten', () => {
    expect(countOf(/(08|09|1[0-7])$/) / locals.length).toBeGreaterThan(0.7);
    expect(countOf(/0[0-5]$/) / locals.length).toBeLessThan(0.03);
    expect(countOf(/^S/) / locals.length).toBeLessThan(0.15);
    expect(countOf(/^Mon/)).toBeGreaterThan(countOf(/^Fri/) * 1.2);
    expect(countOf(/10$/)).toBeGreaterThan(countOf(/13$/));
  });

  test('growth over the two years, and more before Christmas', () => {
    const inMonth = (month: string) =>
      conversations.filter(({ createdAt }) => createdAt.startsWith(month)).length;
    expect(inMonth('2025-06')).toBeGreaterThan(inMonth('2024-06') * 1.2);
    expect(inMonth('2025-12')).toBeGreaterThan(inMonth('2025-09') * 1.5);
  });

  test.each(['email', 'chat', 'phone'])('%s is answered sooner inside office hours', (type) => {
    const wait = (pattern: RegExp) => {
      const waits = conversations.flatMap(({ conversationType, createdAt, threads }, index) => {
        const reply = threads.find(({ kind }) => kind === 'reply');
        const isMeant = conversationType === type && reply !== undefined && threads[0]?.kind === 'customer';
        return isMeant && pattern.test(locals[index] ?? '')
          ? Date.parse(reply.createdAt) - Date.parse(createdAt)
          : [];
      });
      return waits.toSorted((one, other) => one - other)[Math.floor(waits.length / 2)];
    };
    expect(wait(/^[MTW].*(08|09|10)$/)).toBeLessThan((wait(/^[MTW].*(18|19|20|21|22)$/) ?? 0) / 2);
  });
});
