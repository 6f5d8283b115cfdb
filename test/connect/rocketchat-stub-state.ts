import type { IncomingMessage } from 'node:http';
import type { StubDocument } from './rocketchat-data.ts';

export interface StubAnswer {
  readonly status: number;
  readonly body: unknown;
  readonly headers?: Record<string, string>;
}

export const stubUser = 'admin-id';
export const stubToken = 'CANARY-personal-access-token';

/** A Rocket.Chat with the made-up workspace, with the habits of the real one. What it holds may be changed by a test. */
export interface RocketchatStub {
  readonly url: string;
  /** Requests in their order, such as `GET /api/info`. */
  readonly requests: string[];
  readonly rooms: Map<string, StubDocument>;
  /** By room, in the order in which they were written. */
  readonly messages: Map<string, StubDocument[]>;
  /** By the path behind `/api/v1/livechat/`; bodies besides `total`. */
  readonly lists: Map<string, StubDocument[]>;
  readonly transfers: Map<string, StubDocument[]>;
  /** Where it delivers to, as its settings say. */
  integration: StubDocument;
  /** Milliseconds since 1970. */
  now: number;
  version: string;
  roles: string[];
  /** Whether the user lacks `api-bypass-rate-limit`: ten requests a minute of each route. */
  isLimited: boolean;
  /** Requests that were too many for the limiter. */
  refused: number;
  /** More rows it does not give at once, and says nothing of it. */
  mostRows: number;
  /** Looks at a request first; undefined leaves it to the workspace. */
  intercept: (path: string, request: IncomingMessage) => StubAnswer | undefined;
  /** Called behind each answer. */
  after: (path: string) => void;
  readonly close: () => Promise<void>;
}
