import type { GraphQLError } from 'graphql';
import type { Caller } from '../auth/caller.ts';
import type { Context } from '../auth/context.ts';
import type { Answer } from './answer.ts';

/** What an endpoint is asked, by a caller who is known. */
export interface Asked {
  readonly context: Context;
  /** The id under which the log has the request. */
  readonly requestId: string;
  /** The address that was asked, as a URL parser leaves it. */
  readonly url: URL;
  /** What stands in the path where the endpoint's has `{id}`; empty where it has none. */
  readonly pathId: string;
  /** Scheme and host under which the client knows the server, such as https://desk.example.com; empty where that is not certain. */
  readonly origin: string;
}

/** What a known caller asks. */
export interface ReportEndpoint {
  readonly method: 'GET';
  /** Its path; `{id}` stands for one segment. */
  readonly path: string;
  readonly answer: (asked: Asked) => Promise<Answer>;
}

export type Endpoint = ReportEndpoint | ExchangeEndpoint;

/** A deskgraph token as a source's clients send it. */
export interface Credentials {
  readonly token: string;
  /** The token's public name, where the source has clients send it as well. */
  readonly tokenId?: string;
}

/** How much of its share of requests a caller has left in this minute of the clock. */
interface Share {
  readonly limit: number;
  readonly remaining: number;
  /** Milliseconds since 1970 at which the next minute begins. */
  readonly resetsAt: number;
}

/** What gives out tokens, to whoever knows one already. */
export interface ExchangeEndpoint {
  readonly method: 'POST';
  readonly path: string;
  readonly mostBytes: number;
  readonly tooLong: Answer;
  /** The answer after too many tries that failed, or too many requests. */
  readonly tooOften: (seconds: number) => Answer;
  /** An answer with status 401 is a try that failed. */
  readonly answer: (asked: ExchangeAsked) => Promise<Answer>;
}

interface ExchangeAsked {
  /** Of the query and the body; null where the body cannot be read. */
  readonly parameters: ReadonlyMap<string, string> | null;
  /** Null where nobody has these. */
  readonly callerOf: (credentials: Credentials) => Promise<Caller | null>;
  readonly now: Date;
}

/** A product whose clients deskgraph answers. */
export interface Source {
  /** What the paths of all of its endpoints begin with. */
  readonly prefix: string;
  readonly endpoints: readonly Endpoint[];
  /** Null where a request carries none. */
  readonly credentialsOf: (headers: Headers) => Credentials | null;
  readonly unknownPath: (requestId: string) => Answer;
  /** No credentials, or some that nobody has. */
  readonly unauthenticated: (requestId: string, credentials: Credentials | null) => Answer;
  readonly rateLimited: (seconds: number) => Answer;
  /** The answer to a coded error of a report, or of the service. */
  readonly refusalOf: (error: GraphQLError, requestId: string) => Answer;
  /** The headers of every answer. */
  readonly headersOf: (requestId: string) => Readonly<Record<string, string>>;
  /** The headers of every answer to a known caller. */
  readonly shareHeaders: (share: Share) => Readonly<Record<string, string>>;
}
