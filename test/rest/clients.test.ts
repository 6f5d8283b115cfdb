import { request } from '@figuro/chatwoot-sdk/dist/core/request.js';
import HelpScout from 'helpscout-mailbox-api';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Database } from '../../src/database/client.ts';
import { type Listening, listen } from '../../src/server/listen.ts';
import { createAccount } from '../harness/account.ts';
import { appOf, tokenFor } from '../harness/app.ts';
import { freshDatabase } from '../harness/database.ts';
import { at } from '../harness/rest.ts';
import { deskRecords, february, march } from './helpscout-desk.ts';

let database: Database;
let listening: Listening;
let token: string;

beforeAll(async () => {
  database = await freshDatabase();
  await createAccount(database, 'acme', { timeZone: 'UTC', records: deskRecords });
  token = await tokenFor(database, 'acme');
  listening = await listen(appOf(database), '127.0.0.1', 0);
});

afterAll(async () => {
  await listening.stop(0);
  await database.close();
});

/** The same request without a client. */
async function raw(path: string, query: Record<string, string>): Promise<unknown> {
  const answer = await fetch(listening.address + at(path, query), {
    headers: { authorization: `Bearer ${token}` },
  });
  expect(answer.status).toBe(200);
  return answer.json();
}

function helpScout(accessToken: string): HelpScout {
  const client = new HelpScout({
    clientId: 'x',
    clientSecret: 'x',
    authenticationFlow: 'clientCredentials',
  });
  client.updateRequestOptions({ baseURL: `${listening.address}/v2/` });
  client.setCredentials({ access_token: accessToken });
  return client;
}

test('helpscout-mailbox-api reads the three reports', async () => {
  const { conversation, user } = helpScout(token).reports;
  const both = { ...march, ...february };
  const overall = await conversation.getOverallReport({ ...both, mailboxes: '85,86' });
  expect(overall.data).toEqual(await raw('/v2/reports/conversations', { ...both, mailboxes: '85,86' }));
  expect(overall.data).toMatchObject({ current: { totalConversations: 7 } });

  const volumes = await conversation.getVolumesByChannelReport({ ...both, viewBy: 'week' });
  const volumePath = '/v2/reports/conversations/volume-by-channel';
  expect(volumes.data).toEqual(await raw(volumePath, { ...both, viewBy: 'week' }));
  expect(volumes.data).toMatchObject({ current: [{ email: 2 }, {}, {}, {}, {}] });

  const question = { ...march, user: '4', officeHours: 'true', sortField: 'responseTime' };
  const history = await user.getConversationHistoryReport(question);
  expect(history.data).toEqual(await raw('/v2/reports/user/conversation-history', question));
  expect(history.data).toMatchObject({ count: 2, results: [{ responseTime: 1878 }, {}] });
});

test('it is told what is wrong with a question', async () => {
  const { conversation } = helpScout(token).reports;
  await expect(conversation.getOverallReport({ end: march.end })).rejects.toMatchObject({
    response: {
      status: 400,
      data: { _embedded: { errors: [{ path: 'start', message: 'may not be empty' }] } },
    },
  });
});

test('@figuro/chatwoot-sdk reads the channel summary, with its token in two headers', async () => {
  const query = { since: '1709251200', until: '1711929600' };
  const ask = (account: string) =>
    request<unknown>(
      { basePath: listening.address, with_credentials: false, credentials: 'include', token },
      {
        method: 'GET',
        url: '/api/v2/accounts/{account_id}/summary_reports/channel',
        path: { account_id: account },
        query,
      },
    );
  const summary = await ask('acme');
  expect(summary).toEqual(await raw('/api/v2/accounts/acme/summary_reports/channel', query));
  expect(summary).toEqual({ 'Channel::Email': { open: 5, resolved: 1, pending: 0, snoozed: 0, total: 6 } });
  await expect(ask('nobody')).rejects.toMatchObject({
    status: 404,
    body: { error: 'Resource could not be found' },
  });
});
