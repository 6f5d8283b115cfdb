import { composeServices } from '@apollo/composition';
import { parse } from 'graphql';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Database } from '../../src/database/client.ts';
import { listen } from '../../src/server/listen.ts';
import { appOf, clientOf, tokenFor } from '../harness/app.ts';
import { freshDatabase } from '../harness/database.ts';
import { importRecords } from '../harness/import.ts';
import { recordStatements, type Statement } from '../harness/statements.ts';
import { serveGateway } from './gateway.ts';
import { officesSdl, serveOffices } from './offices.ts';

let database: Database;
let statements: Statement[];
let gatewayAddress: string;
const stops: (() => unknown)[] = [];

beforeAll(async () => {
  database = await freshDatabase();
  await importRecords(database, [
    { type: 'account', id: 'acme', name: 'Acme', timeZone: 'Europe/Berlin' },
    ...['m1', 'm2', 'm3', 'm4'].map((id) => ({ type: 'mailbox', id, name: `Mailbox ${id}` })),
    ...['u1', 'u2'].map((id) => ({ type: 'user', id, name: `User ${id}` })),
    conversation('1', 'm1', 'u1'),
    conversation('2', 'm1', 'u2'),
    conversation('3', 'm3', 'u2'),
  ]);
  const [deskgraph, offices] = await Promise.all([listen(appOf(database), '127.0.0.1', 0), serveOffices()]);
  const supergraph = composed(
    await subgraphSdl(),
    `${deskgraph.address}/graphql`,
    `${offices.address}/graphql`,
  );
  const gateway = await serveGateway(supergraph);
  gatewayAddress = gateway.address;
  stops.push(gateway.stop, offices.stop, () => deskgraph.stop(1000), database.close);
  statements = recordStatements(database);
});

afterAll(async () => {
  for (const stop of stops) await stop();
});

function conversation(id: string, mailboxId: string, assigneeId: string): object {
  const [type, conversationType, channel, status] = ['conversation', 'email', 'Email', 'open'];
  const createdAt = '2026-01-05T00:00:00Z';
  return { type, id, number: 1, mailboxId, conversationType, channel, status, createdAt, assigneeId };
}

async function subgraphSdl(): Promise<string> {
  const { body } = await clientOf(database, await tokenFor(database, 'acme'))('{ _service { sdl } }');
  const { _service: service } = body.data ?? {};
  return (service as { sdl: string }).sdl;
}

function composed(sdl: string, deskgraphUrl: string, officesUrl: string): string {
  const { supergraphSdl, errors, hints } = composeServices([
    { name: 'deskgraph', url: deskgraphUrl, typeDefs: parse(sdl) },
    { name: 'offices', url: officesUrl, typeDefs: parse(officesSdl) },
  ]);
  expect({ errors, hints: hints?.map(({ definition }) => definition.code) }).toEqual({
    errors: undefined,
    hints: [],
  });
  return supergraphSdl ?? '';
}

async function ask(query: string, mailboxIds: string[] = []): Promise<unknown> {
  const token = await tokenFor(database, 'acme', { mailboxIds });
  statements.length = 0;
  const response = await fetch(gatewayAddress, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: `Bearer ${token}` },
    body: JSON.stringify({ query }),
  });
  return response.json();
}

test('entities from here, more of them from there', async () => {
  expect(await ask('{ mailboxes { id name office } user(id: "u2") { name office } }')).toEqual({
    data: {
      mailboxes: [
        { id: 'm1', name: 'Mailbox m1', office: 'North' },
        { id: 'm2', name: 'Mailbox m2', office: 'North' },
        { id: 'm3', name: 'Mailbox m3', office: 'South' },
        { id: 'm4', name: 'Mailbox m4', office: null },
      ],
      user: { name: 'User u2', office: 'South' },
    },
  });
});

const january =
  'period: { start: "2026-01-01T00:00:00Z", end: "2026-02-01T00:00:00Z" }, compareTo: PREVIOUS_PERIOD';
const figures = `conversations(${january}) { current { newConversations } deltas { newConversations } }`;
const of = (newConversations: number, delta: number | null): object => ({
  conversations: { current: { newConversations }, deltas: { newConversations: delta } },
});
const acrossOffices = `{ offices { name mailboxes { id name ${figures} } members { id name ${figures} } } }`;

test('entities from there, their reports from here in one batch a kind', async () => {
  expect(await ask(acrossOffices)).toEqual({
    data: {
      offices: [
        {
          name: 'North',
          mailboxes: [
            { id: 'm1', name: 'Mailbox m1', ...of(2, null) },
            { id: 'm2', name: 'Mailbox m2', ...of(0, 0) },
          ],
          members: [{ id: 'u1', name: 'User u1', ...of(1, null) }],
        },
        {
          name: 'South',
          mailboxes: [{ id: 'm3', name: 'Mailbox m3', ...of(1, null) }],
          members: [{ id: 'u2', name: 'User u2', ...of(2, null) }],
        },
      ],
    },
  });
  // The gateway asks once for mailboxes and once for users: each time the token, the entities and their counts.
  expect(statements.length).toBe(6);
});

test('the rights are those of the token that the gateway hands on', async () => {
  const { data } = (await ask(acrossOffices, ['m3'])) as { data: { offices: Record<string, unknown>[] } };
  expect(data.offices.map(({ mailboxes, members }) => ({ mailboxes, members }))).toEqual([
    { mailboxes: null, members: [{ id: 'u1', name: 'User u1', ...of(0, 0) }] },
    {
      mailboxes: [{ id: 'm3', name: 'Mailbox m3', ...of(1, null) }],
      members: [{ id: 'u2', name: 'User u2', ...of(1, null) }],
    },
  ]);
});

test('a gateway without a token is refused', async () => {
  const response = await fetch(gatewayAddress, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ query: '{ mailboxes { id } }' }),
  });
  const { errors } = (await response.json()) as { errors: { extensions: { code: string } }[] };
  expect(errors.map(({ extensions }) => extensions.code)).toEqual(['UNAUTHENTICATED']);
});
