import { createHmac } from 'node:crypto';
import { z } from 'zod';
import { isRight, jsonOf } from '../hooks/body.ts';
import type { Delivery, Hook, Hooks, Place, Registered, Verdict } from '../hooks/hooks.ts';
import type { MarkedThing } from '../hooks/marks.ts';
import type { Client } from './client.ts';
import { openClient } from './open.ts';
import { settingsSchema, stateSchema } from './state.ts';

const mebibyte = 1024 * 1024;

/** A delivery that is signed for another time may be one that somebody has recorded. */
const mostSecondsApart = 300;

export const webhooks: Hooks = {
  whenSilent:
    'since 4.14 Chatwoot delivers to a private address only with SAFE_FETCH_ALLOW_PRIVATE_NETWORK=true on its side',
  mostBytes: 4 * mebibyte,
  quiet: 2000,
  patience: 10_000,
  read,
  register,
  remove: async (place, { sourceId }) => clientOf(place).deleteWebhook(Number(sourceId)),
};

function clientOf({ settings, state, surroundings }: Place): Client {
  return openClient(settingsSchema.parse(settings), stateSchema.parse(state), surroundings);
}

/** The webhook that this Chatwoot has for the address, else a new one. */
async function register(
  place: Place,
  base: string,
  key: string,
  before: Hook | undefined,
): Promise<Registered> {
  const client = clientOf(place);
  const present = (await client.webhooks()).find(({ url }) => /^[\w-]{22,}$/.test(keyOf(url, base)));
  const { id, url, secret } = present ?? (await client.createWebhook(base + key));
  const known = before?.url === url ? before.secret : null;
  const hook = { key: keyOf(url, base), url, sourceId: String(id), secret: secret ?? known };
  const isOpen = hook.secret === null;
  return {
    hook,
    lines: isOpen ? ['this Chatwoot signs no webhooks (before 4.11.2): only their path protects them'] : [],
  };
}

/** What an address has behind its base; empty where it has another. */
function keyOf(url: string, base: string): string {
  return url.startsWith(base) ? url.slice(base.length) : '';
}

/** Marks what a delivery names. Nothing else of it is used. */
function read(delivery: Delivery, { secret }: Pick<Hook, 'secret'>, settings: unknown): Verdict {
  if (secret !== null && !isSigned(delivery, secret)) return { status: 401, marks: [] };
  const body = deliveryBody.safeParse(jsonOf(delivery.body));
  if (!body.success) return { status: 400, marks: [] };
  const { account } = settingsSchema.parse(settings);
  if (body.data.account?.id != null && body.data.account.id !== account) return { status: 400, marks: [] };
  return { status: 200, marks: marksOf(body.data) };
}

function isSigned({ headers, body, receivedAt }: Delivery, secret: string): boolean {
  const timestamp = String(headers['x-chatwoot-timestamp'] ?? '');
  const digest = createHmac('sha256', secret).update(`${timestamp}.`).update(body).digest('hex');
  const isFresh =
    /^\d{1,12}$/.test(timestamp) &&
    Math.abs(Math.floor(receivedAt / 1000) - Number(timestamp)) <= mostSecondsApart;
  return isRight(String(headers['x-chatwoot-signature'] ?? ''), `sha256=${digest}`) && isFresh;
}

const id = z.int().min(1).max(2_147_483_647);
const withId = z.object({ id }).optional().catch(undefined);

const deliveryBody = z.object({
  event: z.string().catch(''),
  id: id.optional().catch(undefined),
  account: z.object({ id: z.unknown() }).optional().catch(undefined),
  conversation: withId,
});

function marksOf({ event, id, conversation }: z.output<typeof deliveryBody>): MarkedThing[] {
  if (event.startsWith('inbox_')) return [{ kind: 'lists', id: '' }];
  const marked = event.startsWith('message_') ? conversation?.id : id;
  if (marked === undefined) return [];
  if (/^(conversation|message)_/.test(event)) return [{ kind: 'conversation', id: String(marked) }];
  return event.startsWith('contact_') ? [{ kind: 'contact', id: String(marked) }] : [];
}
