import { createHmac, randomUUID } from 'node:crypto';
import type { ChatwootStub, StubAnswer, Webhook } from './chatwoot-stub-state.ts';

/** Chatwoot signs what it delivers since 4.11.2, and makes a secret of its own for each webhook. */
export const stubSecret = 'CANARY-webhook-secret';

const notThere: StubAnswer = { status: 404, body: { error: 'Resource could not be found' } };

export function answerOfWebhooks(
  { webhooks, version }: ChatwootStub,
  method: string,
  path: string,
  body: string,
): StubAnswer {
  if (method === 'GET') return { status: 200, body: { payload: { webhooks } } };
  if (method === 'DELETE') {
    const index = webhooks.findIndex(({ id }) => path === `/webhooks/${id}`);
    if (index < 0) return notThere;
    webhooks.splice(index, 1);
    return { status: 200, body: '' };
  }
  const { webhook: given } = JSON.parse(body) as { webhook: Omit<Webhook, 'id'> };
  if (webhooks.some(({ url }) => url === given['url']))
    return { status: 422, body: { message: 'Url has already been taken', attributes: ['url'] } };
  const isSigned = version >= '4.11.2';
  const webhook = { ...given, id: webhooks.length + 1, ...(isSigned && { secret: stubSecret }) } as Webhook;
  webhooks.push(webhook);
  return { status: 200, body: { payload: { webhook } } };
}

/** Delivers an event to every webhook of the stub as Chatwoot does; returns the answers' statuses. */
export function deliver(
  { webhooks }: ChatwootStub,
  event: object,
  send: (url: string, init: RequestInit) => Promise<Response> | Response = fetch,
): Promise<number[]> {
  const body = JSON.stringify(event);
  const timestamp = String(Math.floor(Date.now() / 1000));
  return Promise.all(
    webhooks.map(async ({ url, secret }) => {
      const signature = createHmac('sha256', secret ?? '')
        .update(`${timestamp}.${body}`)
        .digest('hex');
      const headers = {
        'content-type': 'application/json',
        'x-chatwoot-delivery': randomUUID(),
        ...(secret && {
          'x-chatwoot-timestamp': timestamp,
          'x-chatwoot-signature': `sha256=${signature}`,
        }),
      };
      return (await send(url, { method: 'POST', headers, body })).status;
    }),
  );
}
