import { pino } from 'pino';
import { createToken, type NewToken, reportsPermission } from '../../src/auth/tokens.ts';
import type { Database } from '../../src/database/client.ts';
import { schema } from '../../src/schema/schema.ts';
import { type App, type AppOptions, createApp } from '../../src/server/app.ts';
import { settingsOf } from '../../src/settings.ts';

/** An answer as a client sees it. */
export interface Answer {
  readonly status: number;
  readonly body: {
    readonly data?: Record<string, unknown> | null;
    readonly errors?: readonly { message: string; extensions: Record<string, unknown>; path?: unknown }[];
  };
}

/** Sends one GraphQL request through the app's `fetch`. */
export type Ask = (query: string, variables?: object, headers?: Record<string, string>) => Promise<Answer>;

/** The whole service over a test's database, with the settings of an environment. */
export function appOf(
  database: Database,
  environment: NodeJS.ProcessEnv = {},
  options: Partial<AppOptions> = {},
): App {
  const logger = pino({ enabled: false });
  // What tests look at is how questions are answered, so that equal ones are answered anew.
  const settings = settingsOf({ ANSWER_MEMORY_MB: '0', ...environment });
  return createApp({ schema, database, logger, settings, counters: null, graphiql: false, ...options });
}

/** A client of the whole service over a test's database, holding one token. */
export function clientOf(database: Database, token: string, environment: NodeJS.ProcessEnv = {}): Ask {
  return clientOfApp(appOf(database, environment), token);
}

/** One of several clients of a service. */
export function clientOfApp(app: App, token: string): Ask {
  return async (query, variables, headers = {}) => {
    const response = await app.fetch('http://deskgraph.test/graphql', {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        accept: 'application/graphql-response+json',
        authorization: `Bearer ${token}`,
        ...headers,
      },
      body: JSON.stringify({ query, variables }),
    });
    const { extensions: _cost, ...body } = (await response.json()) as Answer['body'] & {
      extensions?: object;
    };
    return { status: response.status, body };
  };
}

/** A new token of an account, without limits unless given. */
export function tokenFor(
  database: Database,
  accountId: string,
  limits: Partial<NewToken> = {},
): Promise<string> {
  return createToken(database, {
    accountId,
    name: null,
    permissions: [reportsPermission],
    mailboxIds: [],
    createdAt: new Date(),
    expiresAt: null,
    ...limits,
  });
}
