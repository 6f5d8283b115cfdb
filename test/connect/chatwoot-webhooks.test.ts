import { describe, expect, test } from 'vitest';
import { webhooks } from '../../src/connect/chatwoot/webhooks.ts';
import { type Deliveries, hasChatwootData, readChatwootData } from './chatwoot-data.ts';

describe.skipIf(!hasChatwootData)('what Chatwoot delivers', () => {
  const { secret, accountId, deliveries } = hasChatwootData
    ? (readChatwootData('example-webhooks.json') as Deliveries)
    : { secret: '', accountId: 0, deliveries: [] };
  const settings = { url: '', publicUrl: '', account: accountId, rate: 1 };

  test('is seventeen deliveries', () => expect(deliveries).toHaveLength(17));

  test.each(deliveries)('$name', ({ receivedAt, headers, body, expectStatus, expectMarks }) => {
    const lower = Object.fromEntries(
      Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]),
    );
    const delivery = { headers: lower, body: Buffer.from(body), receivedAt: receivedAt * 1000 };
    const { status, marks } = webhooks.read(delivery, { secret }, settings);
    expect(status).toBe(expectStatus);
    expect(marks.map(({ kind, id }) => (id === '' ? kind : `${kind}:${id}`))).toEqual(expectMarks);
  });

  test.each([
    ['{"event":"message_created","id":7}', []],
    ['{"event":"conversation_updated","id":"7"}', []],
    ['{"event":"conversation_updated","id":2147483648}', []],
    ['{"event":7,"id":7}', []],
    ['{"event":"conversation_updated","id":7,"account":{"id":null}}', [{ kind: 'conversation', id: '7' }]],
  ])('%s of a Chatwoot that signs nothing', (body, marks) => {
    const delivery = { headers: {}, body: Buffer.from(body), receivedAt: 0 };
    const verdict = webhooks.read(delivery, { secret: null }, settings);
    expect(verdict.marks).toEqual(marks);
  });
});
