import { LRUCache } from 'lru-cache';
import type { Database } from '../database/client.ts';

/** Answers of loaders that are given again. A key holds all that an answer depends on, the version of its account included. */
export interface Answers {
  readonly get: (key: string) => { readonly answer: unknown } | undefined;
  readonly keep: (key: string, answer: unknown) => void;
  /** How often an answer was there, and how often it was not. */
  readonly asked: () => { readonly hits: number; readonly misses: number };
  /** About what all of them take. */
  readonly bytes: () => number;
}

const memories = new WeakMap<Database, Answers>();

/** Remembers the answers that a database gives, in so much memory; none where it is 0. */
export function rememberAnswers(database: Database, megabytes: number): void {
  if (megabytes > 0) memories.set(database, createAnswers(megabytes * 1_000_000));
  else memories.delete(database);
}

/** What is remembered of a database; undefined where nothing is. */
export function answersOf(database: Database): Answers | undefined {
  return memories.get(database);
}

function createAnswers(maxSize: number): Answers {
  const cache = new LRUCache<string, { readonly answer: unknown }>({ maxSize });
  let hits = 0;
  let misses = 0;
  return {
    get: (key) => {
      const kept = cache.get(key);
      if (kept) hits += 1;
      else misses += 1;
      return kept;
    },
    keep: (key, answer) => cache.set(key, { answer }, { size: bytesOf(key) + bytesOf(answer) }),
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
