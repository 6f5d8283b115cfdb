import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import type { Hook } from '../../src/connect/hooks/hooks.ts';
import { webhooks } from '../../src/connect/rocketchat/webhooks.ts';
import { hasRocketchatData, rocketchatPath } from './rocketchat-data.ts';
import { passingTime, surroundingsFor, usualSettings } from './rocketchat-run.ts';
import { startRocketchatStub } from './rocketchat-stub.ts';

const secret = 's'.repeat(40);

function read(body: string, token: string | undefined, held: string | null = secret) {
  const headers = token === undefined ? {} : { 'x-rocketchat-livechat-token': token };
  return webhooks.read({ headers, body: Buffer.from(body), receivedAt: 0 }, { secret: held }, {});
}

const message = (type: string): string =>
  JSON.stringify({ type, _id: 'R1', createdAt: { $date: '2024-03-01T09:00:00Z' }, visitor: { _id: 'V1' } });

const marked = { status: 200, marks: [{ kind: 'room', id: 'R1' }] };

describe('a delivery of Rocket.Chat', () => {
  test.each([
    ['with the right token', message('Message'), secret, marked],
    ['that a room began', message('LivechatSessionStart'), secret, marked],
    ['that a closed room was edited', message('LivechatEdit'), secret, marked],
    ['with a wrong token', message('Message'), `${secret}s`, { status: 401, marks: [] }],
    ['with another token as long', message('Message'), 't'.repeat(40), { status: 401, marks: [] }],
    ['without a token', message('Message'), undefined, { status: 401, marks: [] }],
    ['of an address', message('LeadCapture'), secret, { status: 200, marks: [] }],
    ['of a form', message('LivechatOfflineMessage'), secret, { status: 200, marks: [] }],
    ['of a kind that nobody knows', message('Other'), secret, { status: 200, marks: [] }],
    ['that is no JSON', 'Message', secret, { status: 400, marks: [] }],
  ])('%s', (_name, body, token, verdict) => {
    expect(read(body, token)).toEqual(verdict);
  });

  test('needs no token where none is set', () => {
    expect(read(message('Message'), undefined, null)).toEqual(marked);
  });

  test.skipIf(!hasRocketchatData)('that is a test names no room', () => {
    const body = readFileSync(rocketchatPath('webhooks/test-session.json'), 'utf8');
    expect(read(body, secret)).toEqual({ status: 200, marks: [] });
  });
});

describe.skipIf(!hasRocketchatData)('the webhook of a workspace', () => {
  const hook: Hook = { key: 'k', url: 'https://desk.example.com/k', sourceId: '', secret };

  test.each([
    [hook.url, ''],
    ['https://crm.example.com', 'https://crm.example.com'],
  ])('that goes to %s goes to "%s" once ours is removed', async (before, after) => {
    const stub = await startRocketchatStub();
    try {
      stub.integration['LivechatWebhookUrl'] = before;
      const surroundings = surroundingsFor(passingTime(stub));
      await webhooks.remove({ settings: { ...usualSettings, url: stub.url }, state: {}, surroundings }, hook);
      expect(stub.integration['LivechatWebhookUrl']).toBe(after);
    } finally {
      await stub.close();
    }
  });
});
