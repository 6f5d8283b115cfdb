import { LRUCache } from 'lru-cache';
import type { Database } from '../database/client.ts';

/**
 * Answers of loaders that are given again. A key holds all that an answer depends on, the version of its account included.
 *
 * While an answer was read the account may have got another version: it is given again once the server that it was read from has said,
 * when asked after that, that the account still has the version of the key.
 */
export interface Answers {
  /** `server` has said that the account has the key's version, when asked at `askedAt`. */
  readonly get: (
    key: string,
    server: string | null,
    askedAt: number,
  ) => { readonly answer: unknown } | undefined;
  /** Keeps what a server has just answered; what more than one has, it does not. */
  readonly keep: (key: string, server: string | null, answer: unknown) => void;
  /** Forgets what turned out to hold no more. */
  readonly forget: (key: string) => void;
  /** How often an answer was there, and how often it was not. */
  readonly asked: () => { readonly hits: number; readonly misses: number };
  /** About what all of them take. */
  readonly bytes: () => number;
}

/** By what a database and the same read on a replica have in common. */
const memories = new WeakMap<Database['prisma'], Answers>();

interface Kept {
  readonly answer: unknown;
  /** When it was there, in milliseconds of the process's clock. */
  readonly keptAt: number;
}

/** Remembers the answers that a database gives, in so much memory; none where it is 0. */
export function rememberAnswers({ prisma }: Database, megabytes: number): void {
  if (megabytes > 0) memories.set(prisma, createAnswers(megabytes * 1_000_000));
  else memories.delete(prisma);
}

/** What is remembered of a database; undefined where nothing is. */
export function answersOf({ prisma }: Database): Answers | undefined {
  return memories.get(prisma);
}

function createAnswers(maxSize: number): Answers {
  const cache = new LRUCache<string, Kept>({ maxSize });
  let hits = 0;
  let misses = 0;
  const put = (key: string, kept: Kept): void =>
    void cache.set(key, kept, { size: bytesOf(key) + bytesOf(kept.answer) });
  const confirmed = (key: string, place: string, askedAt: number): Kept | undefined => {
    const kept = cache.get(place);
    if (!kept || kept.keptAt >= askedAt) return undefined;
    cache.delete(place);
    put(key, kept);
    return kept;
  };
  return {
    get: (key, server, askedAt) => {
      const kept = cache.get(key) ?? confirmed(key, `${key} ${server}`, askedAt);
      if (kept) hits += 1;
      else misses += 1;
      return kept;
    },
    keep: (key, server, answer) => {
      const place = `${key} ${server}`;
      if (server !== null && !cache.has(place)) put(place, { answer, keptAt: performance.now() });
    },
    forget: (key) => void cache.delete(key),
    asked: () => ({ hits, misses }),
    bytes: () => cache.calculatedSize,
  };
}

/** What a value takes with its place in an object or a list: about right for V8, and never less than a word. */
function bytesOf(value: unknown): number {
  if (typeof value === 'string') return 24 + 2 * value.length;
  if (typeof value !== 'object' || value === null) return 16;
  const parts: Iterable<unknown> =
    value instanceof Map
      ? [...value].flat()
      : value instanceof Set || Array.isArray(value)
        ? value
        : Object.values(value);
  let bytes = 56;
  for (const part of parts) bytes += bytesOf(part);
  return bytes;
}
