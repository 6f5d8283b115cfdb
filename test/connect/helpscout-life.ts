import type { KnownConversation } from './helpscout-data.ts';
import type { HelpScoutStub } from './helpscout-stub-state.ts';

/** Numbers that seem random and are the same each time. */
function numbers(seed: number): (below: number) => number {
  let state = seed * 2_654_435_761 + 1;
  return (below) => {
    state = (Math.imul(state ^ (state >>> 15), 2_246_822_519) + 3_266_489_917) >>> 0;
    return state % below;
  };
}

const user = { id: 257, type: 'user', first: 'Ben', last: 'Roy' };

/** What people do on one day, a step at a time. */
export function liveOneDay(stub: HelpScoutStub, day: number): (() => void)[] {
  const pick = numbers(day + 1);
  const { conversations } = stub.account;
  let nextId = 600_000_000 + day * 1000;
  const now = (): string => new Date(stub.now * 1000).toISOString().replace('.000Z', 'Z');
  const alive = conversations.filter(
    ({ conversation: { state, id } }) => state === 'published' && id > 416_351_300,
  );
  const one = (): KnownConversation => {
    const found = alive[pick(alive.length)];
    if (!found || !conversations.includes(found)) throw new Error('nothing is left to live on');
    return found;
  };
  const say = (known: KnownConversation, fields: object): void => {
    const thread = { id: nextId++, status: 'nochange', state: 'published', body: 'CANARY', createdAt: now() };
    known.threads.unshift({ ...thread, ...fields });
    const published = known.threads.filter(({ state, type }) => state === 'published' && type !== 'lineitem');
    Object.assign(known.conversation, { threads: published.length });
    known.modifiedAt = now();
  };
  const asks = (known: KnownConversation): void =>
    say(known, { type: 'customer', status: 'active', createdBy: known.conversation['primaryCustomer'] });
  const take = (known: KnownConversation): void => {
    conversations.splice(conversations.indexOf(known), 1);
    alive.splice(alive.indexOf(known), 1);
  };
  return [
    () => say(one(), { type: 'message', createdBy: user, savedReplyId: 17142 }),
    () => asks(one()),
    () => {
      const known = one();
      Object.assign(known.conversation, { status: 'closed', closedAt: now() });
      say(known, { type: 'lineitem', status: 'closed', createdBy: user });
    },
    () => {
      const known = structuredClone(one());
      Object.assign(known.conversation, { id: nextId++, number: nextId, createdAt: now(), status: 'active' });
      known.threads.length = 0;
      conversations.push(known);
      asks(known);
    },
    () => take(one()),
    () => {
      const [from, into] = [one(), one()];
      if (from === into) return;
      take(from);
      const location = `/v2/conversations/${into.conversation.id}`;
      stub.account.gone.push({ id: from.conversation.id, status: 301, location });
      const associatedEntities = { originalConversation: from.conversation.id };
      say(into, { type: 'lineitem', createdBy: user, action: { type: 'merged', associatedEntities } });
    },
    () => {
      const known = one();
      known.conversation.status = 'spam';
      known.modifiedAt = now();
    },
    () => {
      const known = one();
      Object.assign(known.conversation, {
        tags: [{ id: 9150, tag: 'vip' }],
        assignee: { id: 1234, type: 'team' },
      });
      known.modifiedAt = now();
    },
    () => {
      for (let message = 0; message < 30; message++)
        say(alive[0] ?? one(), { type: 'message', createdBy: user });
    },
  ];
}
