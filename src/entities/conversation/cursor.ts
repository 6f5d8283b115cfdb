import { z } from 'zod';
import { isId } from '../../ids.ts';
import type { Place, Sorting } from './rows.ts';

const cursor = z.tuple([
  z.string(),
  z.string(),
  z
    .string()
    .regex(/^-?\d{1,19}$/)
    .refine((digits) => BigInt.asIntN(64, BigInt(digits)) === BigInt(digits))
    .nullable(),
  z.string().refine(isId),
]);

/** The place as a text without a meaning to the client. It holds no key: it stays valid when the conversation is gone. */
export function cursorOf({ orderBy, direction }: Sorting, { value, id }: Place): string {
  const text = JSON.stringify([orderBy, direction, value?.toString() ?? null, id]);
  return Buffer.from(text).toString('base64url');
}

/** The place that `cursorOf` wrote down for the same order, or undefined for any other text. */
export function parseCursor(sorting: Sorting, text: string): Place | undefined {
  try {
    const [, , value, id] = cursor.parse(JSON.parse(Buffer.from(text, 'base64url').toString()));
    const place = { value: value === null ? null : BigInt(value), id };
    // Another order has other cursors, and decoding passes over characters that are no part of base64url.
    return cursorOf(sorting, place) === text ? place : undefined;
  } catch {
    return undefined;
  }
}
