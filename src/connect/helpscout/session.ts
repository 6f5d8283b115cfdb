import { z } from 'zod';
import { AccessError } from '../requests/errors.ts';
import type { Answer, RequestSettings } from '../requests/habits.ts';
import { createRequests, type Requests } from '../requests/requests.ts';
import { shaped } from '../requests/shape.ts';
import { habits } from './habits.ts';

/** An app of Help Scout. It acts as the user who made it. */
export interface Credentials {
  readonly id: string;
  readonly secret: string;
}

/** The token was refused, as it is when it has expired. */
class TokenRefusedError extends AccessError {}

const refusal =
  "Help Scout refuses these credentials (401). The app's user must be active; some networks are refused as well.";

const tokenAnswer = z.object({ access_token: z.string().min(1) });

/** Asks with a token, which is kept in memory alone. Where it is refused, a new one is asked for and the request repeated, once. */
export function createSession(
  { id, secret }: Credentials,
  settings: Omit<RequestSettings, 'headers' | 'habits'>,
): Requests {
  let token: string | undefined;
  let renewing: Promise<void> | undefined;
  const requests = createRequests({
    ...settings,
    headers: () => ({
      ...(token !== undefined && { authorization: `Bearer ${token}` }),
    }),
    habits,
  });
  const ask: Requests['ask'] = (path, read, options) =>
    requests.ask(
      path,
      (answer) => {
        if (answer.status === 401) throw new TokenRefusedError(refusal);
        return read(answer);
      },
      options,
    );
  const renew = async (): Promise<void> => {
    token = undefined;
    const form = new URLSearchParams({
      grant_type: 'client_credentials',
      client_id: id,
      client_secret: secret,
    });
    token = await requests.ask('/v2/oauth2/token', tokenOf, { method: 'POST', body: form });
  };
  /** Several that were refused at once share one new token. */
  const renewed = async (refused: string | undefined): Promise<void> => {
    if (token !== undefined && token !== refused) return;
    renewing ??= renew().finally(() => {
      renewing = undefined;
    });
    await renewing;
  };
  return {
    ask: async (path, read, options) => {
      if (token === undefined) await renewed(undefined);
      const used = token;
      try {
        return await ask(path, read, options);
      } catch (error) {
        if (!(error instanceof TokenRefusedError)) throw error;
        await renewed(used);
        return ask(path, read, options);
      }
    },
  };
}

function tokenOf({ status, body }: Answer): string {
  if (status === 400 || status === 401 || status === 403) throw new AccessError(refusal);
  if (status !== 200) throw new Error(`answered ${status}`);
  return shaped(tokenAnswer, body).access_token;
}
