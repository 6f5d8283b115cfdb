import type { ChatwootStub, Row, StubConversation } from './chatwoot-stub-state.ts';

/** One thing that happens in a Chatwoot, and whether it says so by `updated_at`. */
type Event = (stub: ChatwootStub) => void;

function conversation({ conversations }: ChatwootStub, id: number): StubConversation {
  const found = conversations.get(id);
  if (!found) throw new Error(`no conversation ${id}`);
  return found;
}

function touch(stub: ChatwootStub, id: number, changed: object = {}): void {
  Object.assign(conversation(stub, id), { updated_at: stub.now + 0.25, ...changed });
}

let lastId = 5000;

function say(stub: ChatwootStub, id: number, message: Row): void {
  const row = { id: ++lastId, content: 'CANARY', content_type: 'text', private: false, created_at: stub.now };
  stub.messages.set(id, [...(stub.messages.get(id) ?? []), { ...row, ...message }]);
  touch(stub, id, { messages: [{ id: lastId }] });
}

function tell(stub: ChatwootStub, id: number, name: string): void {
  const at = new Date(stub.now * 1000).toISOString();
  stub.events.set(id, [...(stub.events.get(id) ?? []), { id: ++lastId, name, event_end_time: at }]);
}

const ada = { id: 6, name: 'Ada Agent', type: 'user' };

/** A day in the life of a helpdesk: what happens, and after how many minutes. */
export const life: readonly (readonly [number, Event])[] = [
  [1, (stub) => say(stub, 2, { message_type: 0 })],
  [2, (stub) => say(stub, 2, { message_type: 1, sender: ada })],
  [3, (stub) => touch(stub, 2, { first_reply_created_at: stub.now - 60 })],
  [4, (stub) => touch(stub, 2, { status: 'resolved' })],
  [4.5, (stub) => tell(stub, 2, 'conversation_resolved')],
  [30, (stub) => touch(stub, 1, { status: 'open' })],
  [30.5, (stub) => tell(stub, 1, 'conversation_opened')],
  [31, (stub) => say(stub, 1, { message_type: 2, content_attributes: { activity: { status: 'open' } } })],
  [40, begin],
  [45, merge],
  [50, removeAgent],
  [60, (stub) => deleteOf(stub, '/labels', ({ title }) => title === 'vip')],
  [61, (stub) => conversation(stub, 1).labels.splice(0)],
  [70, (stub) => void stub.conversations.delete(17)],
  [75, (stub) => touch(stub, 4, { status: 'open' })],
  [80, (stub) => void Object.assign(conversation(stub, 3), { status: 'open' })],
  [
    90,
    (stub) =>
      void stub.ratings.push({ ...stub.ratings[0], id: 504, conversation_id: 2, created_at: stub.now }),
  ],
  [95, (stub) => void Object.assign(stub.ratings.at(-1) ?? {}, { rating: 1 })],
  [110, (stub) => changeInbox(stub, 12, 'Channel::Whatsapp')],
];

function begin(stub: ChatwootStub): void {
  const created = { created_at: stub.now, updated_at: stub.now, status: 'open', messages: [] };
  stub.conversations.set(41, { ...structuredClone(conversation(stub, 2)), id: 41, ...created });
  stub.events.set(41, []);
  say(stub, 41, { message_type: 0 });
}

/** Contact 901 becomes 900. */
function merge(stub: ChatwootStub): void {
  const stays = conversation(stub, 1).meta['sender'];
  for (const { id, meta } of stub.conversations.values()) {
    if ((meta['sender'] as Row | undefined)?.['id'] !== 901) continue;
    touch(stub, id, { meta: { ...meta, sender: stays } });
    for (const message of stub.messages.get(id) ?? [])
      if (message['message_type'] === 0) message['sender'] = { ...(stays as Row), type: 'contact' };
  }
}

/** Chatwoot takes his conversations from an agent who is removed, and does not say so of any. */
function removeAgent(stub: ChatwootStub): void {
  deleteOf(stub, '/agents', ({ id }) => id === 6);
  for (const { meta } of stub.conversations.values()) {
    if ((meta['assignee'] as Row | undefined)?.['id'] !== 6) continue;
    delete meta['assignee'];
    delete meta['assignee_type'];
  }
}

function deleteOf({ lists }: ChatwootStub, path: string, isGone: (row: Row) => boolean): void {
  const list = lists.get(path) as Row[] | { payload: Row[] };
  const kept = (Array.isArray(list) ? list : list.payload).filter((row) => !isGone(row));
  lists.set(path, Array.isArray(list) ? kept : { payload: kept });
}

function changeInbox({ lists, conversations }: ChatwootStub, inbox: number, type: string): void {
  const { payload } = lists.get('/inboxes') as { payload: Row[] };
  for (const row of payload) if (row['id'] === inbox) row['channel_type'] = type;
  for (const { inbox_id, meta } of conversations.values()) if (inbox_id === inbox) meta['channel'] = type;
}
