import { afterEach, expect, test, vi } from 'vitest';
import { createClient } from '../../src/dashboard/session/client.ts';

afterEach(() => {
  vi.unstubAllGlobals();
});

/** What the page asks for in one request after another, while the answers say these versions. */
async function versionsAsked(told: readonly (string | undefined)[]): Promise<(string | null)[]> {
  const asked: (string | null)[] = [];
  vi.stubGlobal('fetch', async (_url: string, { headers }: RequestInit) => {
    const version = told[asked.length];
    asked.push(new Headers(headers).get('deskgraph-version'));
    return Response.json({ data: { account: { id: 'acme' } }, ...(version && { extensions: { version } }) });
  });
  const client = createClient('token', () => {});
  for (const _ of told) await client.query('{ account { id } }', {}).toPromise();
  return asked;
}

test('no view is older than one before', async () => {
  expect(await versionsAsked(['12', '9', '9007199254740993', undefined, '13'])).toEqual([
    ...[null, '12', '12'],
    ...['9007199254740993', '9007199254740993'],
  ]);
});

test('without replicas no version is asked for', async () => {
  expect(await versionsAsked([undefined, undefined])).toEqual([null, null]);
});
