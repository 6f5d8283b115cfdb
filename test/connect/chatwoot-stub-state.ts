import type { IncomingMessage } from 'node:http';

export type Row = { [key: string]: unknown };

export interface StubConversation extends Row {
  id: number;
  inbox_id: number;
  status: string;
  created_at: number;
  updated_at: number;
  labels: string[];
  messages: Row[];
  meta: Row;
}

export interface StubAnswer {
  readonly status: number;
  readonly body: unknown;
  readonly headers?: Record<string, string>;
}

export interface Webhook extends Row {
  id: number;
  url: string;
  secret?: string;
}

export interface Exchange {
  readonly request: string;
  readonly status: number;
  readonly body: unknown;
}

export const stubToken = 'CANARY-administrators-token';

/** A Chatwoot with the made-up account, with the habits of the real one. What it holds may be changed by a test. */
export interface ChatwootStub {
  readonly url: string;
  /** Requests in their order, such as `GET /api`. */
  readonly requests: string[];
  readonly conversations: Map<number, StubConversation>;
  readonly messages: Map<number, Row[]>;
  readonly events: Map<number, Row[]>;
  readonly ratings: Row[];
  /** What it delivers to, with the secrets that it signs with. */
  readonly webhooks: Webhook[];
  /** Bodies of the lists, by their path behind the account's. */
  readonly lists: Map<string, unknown>;
  /** Whole seconds since 1970. */
  now: number;
  version: string;
  /** Conversations of one page. */
  pageSize: number;
  role: string;
  /** Looks at a request first; undefined leaves it to the account. */
  intercept: (path: string, request: IncomingMessage) => StubAnswer | undefined;
  /** Holds an answer back for as long as this takes. */
  delay: (path: string) => Promise<void> | undefined;
  readonly close: () => Promise<void>;
}
