import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { type RunningServer, runCommand, startServer } from '../harness/command.ts';
import { type DatabasePlace, freshPlace } from '../harness/database.ts';
import { hasChatwootData } from './chatwoot-data.ts';
import { startChatwootStub } from './chatwoot-stub.ts';
import { type ChatwootStub, stubToken } from './chatwoot-stub-state.ts';

describe.skipIf(!hasChatwootData)('deskgraph serve', { timeout: 600_000 }, () => {
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

  test('keeps a connected account current, and ends while it does', async () => {
    stub.now = Math.floor(Date.now() / 1000);
    const environment = { ...place.settings, CHATWOOT_TOKEN: stubToken };
    expect(await runCommand([...connectArguments(), '--once'], environment)).toMatchObject({ code: 0 });
    const created = await runCommand(['token', 'create', '--account', 'acme'], environment);
    const conversation = stub.conversations.get(2);
    if (!conversation) throw new Error('no conversation 2');
    stub.now = Math.floor(Date.now() / 1000);
    Object.assign(conversation, { status: 'pending', updated_at: stub.now });
    server = await startServer(environment);
    const token = created.stdout.trim();
    while ((await pendingEmails(server.address, token)) !== 1)
      await new Promise((resolve) => setTimeout(resolve, 200));
    const { code, log } = await server.stop();
    server = undefined;
    expect(code).toBe(0);
    expect(log).not.toContain('CANARY');
    expect(log).not.toContain('could not be kept current');
  });

  test('says why an account cannot be kept current, and serves on', async () => {
    const environment = { ...place.settings, CHATWOOT_TOKEN: stubToken };
    expect(await runCommand([...connectArguments(), '--once'], environment)).toMatchObject({ code: 0 });
    let asked = 0;
    stub.intercept = () => {
      asked += 1;
      return { status: 401, body: { error: 'Invalid Access Token' } };
    };
    server = await startServer(environment);
    while (asked === 0) await new Promise((resolve) => setTimeout(resolve, 100));
    expect((await fetch(`${server.address}/health/live`)).status).toBe(200);
    const { code, log } = await server.stop();
    server = undefined;
    expect(code).toBe(0);
    expect(log).toContain('Chatwoot does not know the token');
    const status = await runCommand(['connect', 'status'], environment);
    expect(status.stdout).toContain('error: Chatwoot does not know the token');
  });

  // The embedded database serves one process at a time, which lock.slow.test.ts is about.
  test.runIf(process.env['TEST_DATABASE_URL'])(
    'lets a command at the account, and goes on after it',
    async () => {
      stub.now = Math.floor(Date.now() / 1000);
      const environment = { ...place.settings, CHATWOOT_TOKEN: stubToken };
      expect(await runCommand([...connectArguments(), '--once'], environment)).toMatchObject({ code: 0 });
      const created = await runCommand(['token', 'create', '--account', 'acme'], environment);
      server = await startServer(environment);
      while (!(await runCommand(['connect', 'status'], environment)).stdout.includes('at work: process'))
        await new Promise((resolve) => setTimeout(resolve, 200));
      const checked = await runCommand(['connect', 'check'], environment);
      expect(checked).toMatchObject({ code: 0, stderr: '' });
      expect(checked.stdout).toContain('equal');
      const conversation = stub.conversations.get(2);
      if (!conversation) throw new Error('no conversation 2');
      stub.now = Math.floor(Date.now() / 1000);
      Object.assign(conversation, { status: 'pending', updated_at: stub.now });
      while ((await pendingEmails(server.address, created.stdout.trim())) !== 1)
        await new Promise((resolve) => setTimeout(resolve, 200));
    },
  );

  function connectArguments(): string[] {
    return ['connect', 'chatwoot', '--url', stub.url, '--account', '1', '--as', 'acme', '--rate', '100000'];
  }

  async function pendingEmails(address: string, token: string): Promise<unknown> {
    const period = '{ start: "2024-03-01T00:00:00Z", end: "2024-04-01T00:00:00Z" }';
    const query = `{ channelSummaryReport(period: ${period}) { current { channel pending } } }`;
    const response = await fetch(`${address}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization: `Bearer ${token}` },
      body: JSON.stringify({ query }),
    });
    const { data } = (await response.json()) as {
      data: { channelSummaryReport: { current: { channel: string; pending: number }[] } };
    };
    return data.channelSummaryReport.current.find(({ channel }) => channel === 'Channel::Email')?.pending;
  }
});
