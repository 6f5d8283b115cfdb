import { describe, expect, test } from 'vitest';
import { conversationAnswer, messageAnswer } from '../../src/connect/chatwoot/answers.ts';
import { messageOf } from '../../src/connect/chatwoot/read-answers.ts';
import { hasChatwootData, readChatwootData } from './chatwoot-data.ts';

describe.skipIf(!hasChatwootData)('what real Chatwoots have sent', () => {
  const recorded = hasChatwootData
    ? (readChatwootData('recorded-fixtures.json') as Record<string, unknown>)
    : {};

  test('messages pass, in push form and in that of the index', () => {
    const messages = messagesIn(recorded);
    expect(messages.length).toBeGreaterThan(85);
    for (const message of messages) {
      const { id, createdAt } = messageOf(messageAnswer.parse(message));
      expect({ id, createdAt }).toEqual({ id: message['id'], createdAt: message['created_at'] });
    }
  });

  test('conversations pass', () => {
    const { conversationData } = recorded['conversation'] as Record<string, Record<string, unknown>>;
    expect(conversationAnswer.parse(conversationData)).toMatchObject({
      id: 5815,
      status: 'open',
      meta: { channel: 'Channel::WebWidget', assignee: { id: 21, name: 'Person' } },
    });
  });
});

type Fields = Record<string, unknown>;

/** Everything in some data that has a message's type. */
function messagesIn(data: unknown): Fields[] {
  if (typeof data !== 'object' || data === null) return [];
  const inside = Object.values(data).flatMap(messagesIn);
  return 'message_type' in data ? [data as Fields, ...inside] : inside;
}
