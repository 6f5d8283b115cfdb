import type { IncomingMessage } from 'node:http';
import type { KnownConversation, MadeUpAccount } from './helpscout-data.ts';

export interface StubAnswer {
  readonly status: number;
  readonly body?: unknown;
  readonly headers?: Record<string, string>;
}

export interface StubWebhook {
  readonly id: number;
  url: string;
  secret: string;
  state: 'enabled' | 'disabled';
  readonly events: readonly string[];
}

/** A Help Scout with the made-up account, with the habits of the real one. What it holds may be changed by a test. */
export interface HelpScoutStub {
  readonly url: string;
  /** Requests in their order, such as `GET /v2/users/me`. */
  readonly requests: string[];
  readonly account: MadeUpAccount;
  readonly webhooks: StubWebhook[];
  /** Times of ratings, by thread; the plan has no reports where it is null. */
  rated: Map<number, RatedThread> | null;
  /** Whole seconds since 1970. */
  now: number;
  /** How long the index of searches lags behind. */
  lagSeconds: number;
  /** Whether lists of all have spam among them: it is not documented. */
  allHasSpam: boolean;
  /** Tokens are good for so many requests. */
  tokenLife: number;
  pageSize: number;
  /** Changes the overall report before it is sent. */
  changeReport: (body: Record<string, unknown>) => void;
  /** Looks at a request first; undefined leaves it to the account. */
  intercept: (path: string, request: IncomingMessage) => StubAnswer | undefined;
  /** Delivers an event to all webhooks, and disables those that fail. Returns the statuses. */
  readonly deliver: (event: string, body: object) => Promise<number[]>;
  readonly find: (id: number) => KnownConversation;
  readonly close: () => Promise<void>;
}

/** A rating as the report of ratings knows it. */
interface RatedThread {
  readonly id: number;
  readonly conversationId: number;
  readonly createdAt: string;
}
