import { z } from 'zod';
import { isId } from '../../ids.ts';
import type { CustomerPage } from '../query.ts';

/** The place of a customer in the list. */
type Place = NonNullable<CustomerPage['after']>;

const place = z
  .tuple([
    z
      .string()
      .regex(/^[^\0\p{Cs}]*$/u)
      .nullable(),
    z.string().refine(isId),
  ])
  .transform(([name, id]): Place => ({ name, id }));

/** The place as a text without a meaning to the client. It holds no key: it stays valid when the customer is gone. */
export function cursorOf({ name, id }: Place): string {
  return Buffer.from(JSON.stringify([name, id])).toString('base64url');
}

/** The place that `cursorOf` wrote down, or undefined for any other text. */
export function parseCursor(cursor: string): Place | undefined {
  try {
    return place.parse(JSON.parse(Buffer.from(cursor, 'base64url').toString()));
  } catch {
    return undefined;
  }
}
