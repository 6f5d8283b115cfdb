import { createHmac } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { helpscout } from '../../src/connect/helpscout/helpscout.ts';
import { silentProgress } from '../../src/connect/progress.ts';
import { realTime } from '../../src/connect/time.ts';

const secret = 's3cret';

/** What a delivery is answered, and what it marks. */
function delivered(event: string, text: string, signed = text) {
  const signature = createHmac('sha1', secret).update(signed).digest('base64');
  const headers = { 'x-helpscout-event': event, 'x-helpscout-signature': signature };
  const delivery = { headers, body: Buffer.from(text), receivedAt: 0 };
  return helpscout.hooks.read(delivery, { secret }, {});
}

describe('a delivery of Help Scout', () => {
  test.each([
    ['convo.deleted', [{ kind: 'deleted', id: '7' }]],
    ['convo.merged', [{ kind: 'conversation', id: '7' }]],
    ['convo.customer.reply.created', [{ kind: 'conversation', id: '7' }]],
    ['convo.ai-answers.created', [{ kind: 'conversation', id: '7' }]],
    ['customer.updated', [{ kind: 'customer', id: '7' }]],
    ['customer.deleted', [{ kind: 'customer', id: '7' }]],
    ['tag.updated', [{ kind: 'tags', id: '' }]],
    ['satisfaction.ratings', [{ kind: 'rating', id: '7' }]],
    ['user.status.changed', []],
  ])('of %s marks %j', (event, marks) => {
    expect(delivered(event, '{"id":7,"preview":"CANARY"}')).toEqual({ status: 200, marks });
  });

  test.each([
    ['with one byte changed', '{"id":8}', '{"id":7}', 401],
    ['that is no JSON', 'id=7', 'id=7', 400],
    ['that names nothing', '{"uri":"/v2/conversations/7"}', undefined, 200],
  ])('%s marks nothing', (_name, text, signed, status) => {
    expect(delivered('convo.created', text, signed)).toEqual({ status, marks: [] });
  });

  test('without a signature is refused', () => {
    const delivery = {
      headers: { 'x-helpscout-event': 'convo.created' },
      body: Buffer.from('{"id":7}'),
      receivedAt: 0,
    };
    expect(helpscout.hooks.read(delivery, { secret }, {})).toEqual({ status: 401, marks: [] });
  });
});

test('a webhook that cannot be taken away without the app is told as such', async () => {
  const settings = { appIdEnv: 'NONE', appSecretEnv: 'NONE', timeZone: 'UTC', rate: 1, switches: {} };
  const surroundings = {
    environment: {},
    time: realTime,
    signal: new AbortController().signal,
    progress: silentProgress,
    onSent: () => {},
  };
  const hook = { key: 'k', url: 'https://desk.example.com/k', sourceId: '1', secret };
  const removed = helpscout.hooks.remove({ settings, state: {}, surroundings }, hook);
  await expect(removed).rejects.toThrow(/the variable NONE must hold/);
});
