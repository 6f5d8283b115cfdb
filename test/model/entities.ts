import { conversations } from './conversations.ts';
import { compareIds } from './ids.ts';
import type { Question } from './question.ts';
import type { ConversationRecord, Helpdesk, NamedRecord } from './records.ts';

/** Everything that has conversations of its own, with its figures. */
export function entities(desk: Helpdesk, question: Question, visible?: string[]): object {
  const figures = (belongs: (conversation: ConversationRecord) => boolean): object => {
    const own = { ...desk, conversations: desk.conversations.filter(belongs) };
    const { current, previous, deltas } = conversations(own, question, visible) as Record<string, unknown>;
    return { current, previous, deltas };
  };
  const list = (records: NamedRecord[], has: (c: ConversationRecord, id: string) => boolean): object[] =>
    sorted(records).map(({ id, name }) => ({ id, name, conversations: figures((c) => has(c, id)) }));
  const seen = ({ id }: NamedRecord): boolean => !visible || visible.includes(id);
  const wrote = ({ id }: NamedRecord): boolean =>
    !visible || desk.conversations.some((c) => c.customerId === id && visible.includes(c.mailboxId));
  const customers = list(desk.customers.filter(wrote), (c, id) => c.customerId === id);
  return {
    mailboxes: list(desk.mailboxes.filter(seen), (c, id) => c.mailboxId === id),
    users: list(desk.users, (c, id) => c.assigneeId === id),
    teams: list(desk.teams, (c, id) => c.teamId === id),
    tags: list(desk.tags, (c, id) => c.tags.includes(id)),
    untagged: { id: '1', name: null, conversations: figures((c) => c.tags.length === 0) },
    customers: { edges: customers.map((node) => ({ node })) },
  };
}

function sorted(records: NamedRecord[]): NamedRecord[] {
  return [...records].sort(
    (one, other) =>
      Buffer.compare(Buffer.from(one.name), Buffer.from(other.name)) || compareIds(one.id, other.id),
  );
}
