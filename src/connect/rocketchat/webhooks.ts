import { randomBytes } from 'node:crypto';
import { z } from 'zod';
import { isRight, jsonOf } from '../hooks/body.ts';
import type { Delivery, Hook, Hooks, Place, Registered, Verdict } from '../hooks/hooks.ts';
import { SetAsideError } from '../requests/errors.ts';
import type { Client } from './client.ts';
import { openClient } from './open.ts';
import { settingsSchema, stateSchema } from './state.ts';

const mebibyte = 1024 * 1024;
const unauthorized: Verdict = { status: 401, marks: [] };

/** Rocket.Chat has one webhook for the whole workspace, which these settings are. */
export const webhooks: Hooks = {
  mostBytes: 4 * mebibyte,
  quiet: 0,
  patience: 2000,
  read,
  register,
  remove,
};

function clientOf({ settings, state, surroundings }: Place): Client {
  return openClient(settingsSchema.parse(settings), stateSchema.parse(state), surroundings);
}

async function register(
  place: Place,
  base: string,
  key: string,
  before: Hook | undefined,
): Promise<Registered> {
  const isSame = before?.url.startsWith(base) ?? false;
  const url = before && isSame ? before.url : base + key;
  // 30 bytes are 40 characters.
  const secret = before?.secret ?? randomBytes(30).toString('base64url');
  const client = clientOf(place);
  const present = await client.webhookUrl();
  await client.setWebhook({ LivechatWebhookUrl: url, LivechatSecretToken: secret, ...switches(true) });
  const lines = present === '' || present === url ? [] : [replacing(present)];
  return { hook: { key: url.slice(base.length), url, sourceId: '', secret }, lines };
}

/** Another address may hold a secret of its own: only its host is told. */
function replacing(url: string | undefined): string {
  const told =
    url === undefined ? '' : `, which went to ${URL.canParse(url) ? new URL(url).host : 'another address'}`;
  return `Rocket.Chat has one webhook for the whole workspace${told}: it comes to this deskgraph now, and nowhere else`;
}

/** Somebody may have set another address since. */
async function remove(place: Place, { url }: Hook): Promise<void> {
  const client = clientOf(place);
  const present = await client.webhookUrl();
  if (present === undefined)
    throw new SetAsideError(
      'whose it is now is not shown to this user, who lacks the permission view-livechat-manager',
    );
  if (present === url) await client.setWebhook({ LivechatWebhookUrl: '', ...switches(false) });
}

function switches(isOn: boolean): Record<string, boolean> {
  const events = ['Start', 'Close', 'ChatTaken', 'ChatQueued', 'Forward', 'VisitorMessage', 'AgentMessage'];
  return Object.fromEntries(events.map((event) => [`LivechatWebhookOn${event}`, isOn]));
}

const sessionTypes = new Set([
  'LivechatSessionStart',
  'LivechatSessionQueued',
  'LivechatSessionTaken',
  'LivechatSessionForwarded',
  'LivechatSession',
  'LivechatEdit',
  'Message',
]);

const deliveryBody = z.object({
  type: z.string().optional(),
  _id: z.string().optional(),
  visitor: z.object({ _id: z.string().optional() }).nullish(),
});

/** Marks the room that a delivery names. A test names one that there is none of, by a visitor without an id. */
function read({ headers, body }: Delivery, { secret }: Pick<Hook, 'secret'>): Verdict {
  if (secret !== null && !isRight(String(headers['x-rocketchat-livechat-token'] ?? ''), secret))
    return unauthorized;
  const parsed = deliveryBody.safeParse(jsonOf(body));
  if (!parsed.success) return { status: 400, marks: [] };
  const { type = '', _id: id, visitor } = parsed.data;
  const isRoom = sessionTypes.has(type) && id !== undefined && visitor?._id !== '';
  return { status: 200, marks: isRoom ? [{ kind: 'room', id }] : [] };
}
