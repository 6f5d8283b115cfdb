import type { Database } from '../src/database/client.ts';
import type { ConversationStatus, Prisma } from '../src/database/generated/client.ts';
import { timeZone } from '../src/generate/catalogue.ts';
import { bucketsOf } from '../src/period/buckets.ts';
import type { Period } from '../src/period/period.ts';
import { defaultViewBy } from '../src/period/view-by.ts';
import type { Question } from './question.ts';

/** What a user of Prisma writes without thinking: a call of its client for each number. */
export type Naive = (prisma: Database['prisma'], question: Question) => Promise<unknown>;

export const channelSummary: Naive = (prisma, question) =>
  bothPeriods(question, async (period) => {
    const countsOf = async (...statuses: ConversationStatus[]) => {
      const where = { ...whereOf(question, period), status: { in: statuses } };
      const groups = await prisma.conversation.groupBy({ by: ['channel'], where, _count: true });
      return new Map(groups.map(({ channel, _count }) => [channel, _count]));
    };
    const [total, open, resolved, pending, snoozed] = await Promise.all([
      countsOf('open', 'closed', 'pending', 'snoozed', 'on_hold'),
      countsOf('open'),
      countsOf('closed'),
      countsOf('pending'),
      countsOf('snoozed', 'on_hold'),
    ]);
    return [...total.keys()].sort().map((channel) => ({
      channel,
      open: open.get(channel) ?? 0,
      resolved: resolved.get(channel) ?? 0,
      pending: pending.get(channel) ?? 0,
      snoozed: snoozed.get(channel) ?? 0,
      total: total.get(channel) ?? 0,
    }));
  });

export const conversationsByStatus: Naive = (prisma, question) =>
  bothPeriods(question, async (period) => {
    const count = (condition: Prisma.ConversationWhereInput): Promise<number> =>
      prisma.conversation.count({ where: { ...whereOf(question, period), ...condition } });
    const [total, ...values] = await Promise.all([
      count({}),
      count({ status: 'open', assigneeKey: { not: null } }),
      count({ status: 'closed' }),
      count({ status: 'open', assigneeKey: null }),
      count({ status: { in: ['on_hold', 'snoozed', 'pending'] } }),
    ]);
    const labels = ['Open', 'Closed', 'Queued', 'On_Hold'];
    const data = values.map((value, index) => ({ label: labels[index], value }));
    return { total, data: data.sort((one, other) => other.value - one.value) };
  });

export const volumesByChannel: Naive = (prisma, question) => {
  const viewBy = defaultViewBy(question.current, question.previous ?? undefined, timeZone);
  return bothPeriods(question, (period) => {
    const volumes = bucketsOf(period, viewBy, timeZone).map(async (bucket) => {
      const where = whereOf(question, bucket);
      const [chat, email, phone] = await Promise.all(
        (['chat', 'email', 'phone'] as const).map((type) =>
          prisma.conversation.count({ where: { AND: [where, { type }] } }),
        ),
      );
      return { chat, email, phone };
    });
    return Promise.all(volumes);
  });
};

/** Prisma's client cannot count distinct keys, nor across tables without a relation: the keys are fetched and counted here. */
export const figures: Naive = (prisma, question) =>
  bothPeriods(question, async (period) => {
    const { createdAt, ...matching } = whereOf(question, period);
    const ofThreads = { accountKey: question.account.key, createdAt };
    const [conversationsCreated, conversations, active, replied] = await Promise.all([
      prisma.conversation.count({ where: { ...matching, createdAt } }),
      prisma.conversation.findMany({
        where: matching,
        select: { key: true, customerKey: true, createdAt: true },
      }),
      prisma.thread.groupBy({ by: ['conversationKey'], where: ofThreads }),
      prisma.thread.groupBy({ by: ['conversationKey'], where: { ...ofThreads, kind: 'reply' } }),
    ]);
    const [activeKeys, repliedKeys] = [active, replied].map(
      (groups) => new Set(groups.map(({ conversationKey }) => conversationKey)),
    );
    const isTouched = (conversation: { key: number; createdAt: Date }) =>
      activeKeys?.has(conversation.key) ||
      (conversation.createdAt >= createdAt.gte && conversation.createdAt < createdAt.lt);
    const customers = conversations
      .filter(({ key }) => repliedKeys?.has(key))
      .map(({ customerKey }) => customerKey);
    return {
      totalConversations: conversations.filter(isTouched).length,
      conversationsCreated,
      customers: new Set(customers.filter((key) => key !== null)).size,
    };
  });

async function bothPeriods<T>({ current, previous }: Question, answer: (period: Period) => Promise<T>) {
  const [now, before] = await Promise.all([answer(current), previous && answer(previous)]);
  return { current: now, previous: before };
}

function whereOf({ account, filter }: Question, { start, end }: Period) {
  return {
    accountKey: account.key,
    status: { not: 'spam' as const },
    deleted: false,
    createdAt: { gte: new Date(start.epochMilliseconds), lt: new Date(end.epochMilliseconds) },
    ...(filter.mailbox && { mailboxKey: filter.mailbox.key }),
    ...(filter.tag && { tagKeys: { has: filter.tag.key } }),
    ...(filter.type && { type: filter.type }),
  };
}
