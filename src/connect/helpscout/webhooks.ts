import { createHmac, randomBytes } from 'node:crypto';
import { z } from 'zod';
import { isRight, jsonOf } from '../hooks/body.ts';
import type { Delivery, Hook, Hooks, Place, Registered, Verdict } from '../hooks/hooks.ts';
import type { MarkedThing } from '../hooks/marks.ts';
import type { Client } from './client.ts';
import { clientFor } from './open.ts';

const mebibyte = 1024 * 1024;

const events = [
  'convo.created',
  'convo.ai-answers.created',
  'convo.assigned',
  'convo.status',
  'convo.tags',
  'convo.custom-fields',
  'convo.moved',
  'convo.merged',
  'convo.deleted',
  'convo.customer.reply.created',
  'convo.agent.reply.created',
  'convo.note.created',
  'customer.updated',
  'customer.deleted',
  'tag.created',
  'tag.updated',
  'tag.deleted',
  'satisfaction.ratings',
];

/** Hooks come in bursts, and no conversation is to be read more often than this. */
const quietMilliseconds = 5000;

export const webhooks: Hooks = {
  mostBytes: mebibyte,
  quiet: quietMilliseconds,
  patience: quietMilliseconds,
  read,
  register,
  remove: async (place, { sourceId }) =>
    clientFor(place.settings, place.surroundings).deleteWebhook(sourceId),
};

/** The webhook that Help Scout has for the address, which gets a new secret, else a new one. */
async function register({ settings, surroundings }: Place, base: string, key: string): Promise<Registered> {
  const client = clientFor(settings, surroundings);
  const present = (await client.webhooks()).find(
    ({ url }) => url.startsWith(base) && url.length > base.length,
  );
  const secret = randomBytes(20).toString('hex');
  const url = present?.url ?? base + key;
  const webhook = webhookFor(url, secret);
  if (present) await client.replaceWebhook(String(present.id), webhook);
  const sourceId = present ? String(present.id) : await client.createWebhook(webhook);
  return { hook: { key: url.slice(base.length), url, sourceId, secret }, lines: [] };
}

function webhookFor(url: string, secret: string): object {
  return { url, events, secret, label: 'deskgraph', payloadVersion: 'V2' };
}

/** Help Scout switches a webhook off that failed for some time. Returns whether it had to be switched on again. */
export async function enableWebhook(client: Client, { sourceId, url, secret }: Hook): Promise<boolean> {
  const present = (await client.webhooks()).find(({ id }) => String(id) === sourceId);
  if (present?.state !== 'disabled' || secret === null) return false;
  await client.replaceWebhook(sourceId, webhookFor(url, secret));
  return true;
}

/** Marks what a delivery names. Nothing else of it is used. */
function read({ headers, body }: Delivery, { secret }: Pick<Hook, 'secret'>): Verdict {
  if (secret === null || !isSigned(String(headers['x-helpscout-signature'] ?? ''), body, secret))
    return { status: 401, marks: [] };
  const content = jsonOf(body);
  if (content === undefined) return { status: 400, marks: [] };
  const { data } = deliveryBody.safeParse(content);
  return { status: 200, marks: marksOf(String(headers['x-helpscout-event'] ?? ''), data?.id) };
}

function isSigned(signature: string, body: Buffer, secret: string): boolean {
  return isRight(signature, createHmac('sha1', secret).update(body).digest('base64'));
}

const deliveryBody = z.object({ id: z.int().min(1) });

function marksOf(event: string, id: number | undefined): MarkedThing[] {
  if (event.startsWith('tag.')) return [{ kind: 'tags', id: '' }];
  const kind = kindOf(event);
  return kind === undefined || id === undefined ? [] : [{ kind, id: String(id) }];
}

function kindOf(event: string): string | undefined {
  if (event === 'convo.deleted') return 'deleted';
  if (event.startsWith('convo.')) return 'conversation';
  if (event === 'customer.updated' || event === 'customer.deleted') return 'customer';
  return event === 'satisfaction.ratings' ? 'rating' : undefined;
}
