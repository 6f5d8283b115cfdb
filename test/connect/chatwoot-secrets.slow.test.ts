import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { type RunningServer, runCommand, startServer } from '../harness/command.ts';
import { type DatabasePlace, freshPlace } from '../harness/database.ts';
import { hasChatwootData, readChatwootData } from './chatwoot-data.ts';
import { startChatwootStub } from './chatwoot-stub.ts';
import { type ChatwootStub, stubToken } from './chatwoot-stub-state.ts';
import { deliver, stubSecret } from './chatwoot-stub-webhooks.ts';

const secondsByWebhook = 15;

describe.skipIf(!hasChatwootData)('a copy that webhooks keep current', { timeout: 300_000 }, () => {
  let stub: ChatwootStub;
  let place: DatabasePlace;
  let server: RunningServer | undefined;

  beforeEach(async () => {
    stub = await startChatwootStub();
    place = await freshPlace();
  });

  afterEach(async () => {
    await server?.stop();
    await stub.close();
    await place.drop();
  });

  test('shows a message within seconds, and tells of no secret wherever it writes', async () => {
    stub.now = Math.floor(Date.now() / 1000);
    const environment = { ...place.settings, CHATWOOT_TOKEN: stubToken, LOG_LEVEL: 'debug' };
    const connected = await runCommand(
      [
        ...['connect', 'chatwoot', '--url', stub.url, '--account', '1', '--as', 'acme', '--once'],
        ...['--rate', '100000', '--webhook-url', 'https://reports.example.com'],
      ],
      environment,
    );
    expect(connected.code).toBe(0);
    const created = await runCommand(['token', 'create', '--account', 'acme'], environment);
    server = await startServer(environment);
    const { address } = server;
    const [webhook] = stub.webhooks;
    if (!webhook) throw new Error('there is no webhook');
    webhook.url = webhook.url.replace('https://reports.example.com', address);
    const key = webhook.url.slice(-43);

    const before = await messagesOf(address, created.stdout.trim());
    writeMessage();
    expect(await deliver(stub, messageCreated)).toEqual([200]);
    const sentAt = Date.now();
    while ((await messagesOf(address, created.stdout.trim())) !== before + 1) {
      expect(Date.now() - sentAt).toBeLessThan(secondsByWebhook * 1000);
      await new Promise((resolve) => setTimeout(resolve, 250));
    }
    process.stderr.write(`by webhook: ${Date.now() - sentAt} ms\n`);

    await deliverBadly(webhook.url);
    stub.intercept = () => ({ status: 401, body: { error: 'Invalid Access Token', token: stubToken } });
    await deliver(stub, messageCreated);
    await new Promise((resolve) => setTimeout(resolve, 5000));
    const metrics = await (await fetch(`${address}/metrics`)).text();
    expect(metrics).toContain('deskgraph_connect_conversations{account="acme",source="chatwoot"} 30');
    expect(metrics).toContain('deskgraph_connect_unreadable{account="acme",source="chatwoot"} 0');
    expect(metrics).toMatch(/deskgraph_connect_requests_total\{account="acme",status="200"\} \d/);
    expect(metrics).toMatch(/deskgraph_connect_lag_seconds\{.*\} \d/);
    expect(metrics).toMatch(/deskgraph_connect_last_check\{.*\} 1\d{9}/);
    const { log } = await server.stop();
    server = undefined;
    const status = await runCommand(['connect', 'status'], environment);
    expect(status.stdout).toContain('error: Chatwoot does not know the token');
    expect(status.stdout).toMatch(/last webhook: .*, \d+ s ago/);
    expect(log).toContain(`/connect/chatwoot/${key.slice(0, 6)}…`);
    const written = [connected, status].map(({ stdout, stderr }) => stdout + stderr).join('') + log + metrics;
    for (const secret of ['CANARY', stubToken, stubSecret, key]) expect(written).not.toContain(secret);
    const removed = await runCommand(['connect', 'remove', '--as', 'acme'], environment);
    expect(removed).toMatchObject({
      code: 0,
      stderr: expect.stringContaining('the webhook stays in Chatwoot'),
    });
    expect(removed.stderr).not.toContain('CANARY');
  });

  const messageCreated = {
    event: 'message_created',
    id: 900,
    content: 'CANARY-text',
    conversation: { id: 2 },
    account: { id: 1 },
  };

  function writeMessage(): void {
    stub.now = Math.floor(Date.now() / 1000);
    const message = { id: 900, message_type: 0, content: 'CANARY-text', created_at: stub.now };
    stub.messages.get(2)?.push({ ...message, content_type: 'text', private: false });
    Object.assign(stub.conversations.get(2) ?? {}, { updated_at: stub.now, messages: [{ id: 900 }] });
  }

  /** Everything that the example account's Chatwoot sends, to a webhook whose secret is another. */
  async function deliverBadly(url: string): Promise<void> {
    const { deliveries } = readChatwootData('example-webhooks.json') as {
      deliveries: { headers: Record<string, string>; body: string }[];
    };
    for (const { headers, body } of deliveries)
      expect((await fetch(url, { method: 'POST', headers, body })).status).toBe(401);
    const other = `${url.slice(0, -43)}a-key-that-nobody-has-a-key-that-nobody-has-`;
    expect((await fetch(other, { method: 'POST', body: 'CANARY' })).status).toBe(404);
  }

  async function messagesOf(address: string, token: string): Promise<number> {
    const response = await fetch(`${address}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization: `Bearer ${token}` },
      body: JSON.stringify({ query: '{ conversation(id: "2") { messagesReceived } }' }),
    });
    const { data } = (await response.json()) as { data: { conversation: { messagesReceived: number } } };
    return data.conversation.messagesReceived;
  }
});
