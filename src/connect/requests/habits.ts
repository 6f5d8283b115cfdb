import type { Headers } from 'undici';
import type { Time } from '../time.ts';

/** What the source answered, as far as it is JSON. */
export interface Answer {
  readonly status: number;
  readonly isJson: boolean;
  readonly body: unknown;
  /** The source's clock, milliseconds since 1970, where it tells. */
  readonly date: number | undefined;
  readonly headers: Headers;
}

/** How a source takes requests. */
export interface Habits {
  /** Requests at a time. */
  readonly concurrency: number;
  /** How long an answer may take, milliseconds. */
  readonly patience: number;
  /** Until when nothing is sent after an answer, of 429 or another status, milliseconds since 1970; undefined: goes on. */
  readonly pauseAfter: (status: number, headers: Headers, now: number) => number | undefined;
  /** Whether an answer below 500 means that the source is busy or broken: it is asked again as after 500. */
  readonly isBusy: (answer: Answer) => boolean;
  /** What becomes of a redirect; one to another host is never followed, as it would carry the token there. */
  readonly redirects: 'followed' | 'answered';
  /** Paths of one route share the rate, and a pause; those of others have their own. Without it all paths share them. */
  readonly routeOf?: (path: string) => string;
  /**
   * Answered as JSON whenever the source is well. It is asked where something else could not be read again and again: where nothing
   * answers, that says nothing of the thing.
   */
  readonly probe?: string;
}

export interface RequestOptions {
  readonly method?: 'GET' | 'POST' | 'PUT' | 'DELETE';
  /** Sent as JSON, or as a form where it is one. */
  readonly body?: object;
  /** How often it is tried where the source is broken. */
  readonly tries?: number;
  /** How long this answer may take where that is not as for all others, milliseconds. */
  readonly patience?: number;
}

export interface RequestSettings {
  readonly base: URL;
  /** They carry the token: they go to the base's host alone. */
  readonly headers: () => Record<string, string>;
  readonly habits: Habits;
  readonly ratePerMinute: number;
  readonly time: Time;
  readonly signal: AbortSignal;
  /** Told of each request that was sent, with the status that came back; 0 where none did. */
  readonly onSent: (status: number) => void;
  readonly caFile?: string | undefined;
}
