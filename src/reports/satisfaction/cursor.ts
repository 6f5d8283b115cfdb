import type { Temporal } from 'temporal-polyfill';
import { z } from 'zod';
import { isId } from '../../ids.ts';
import { formatInstant, parseInstant } from '../../period/instant.ts';

/** The place of a rating in the list: when it was given, the id of its conversation and its own. */
export interface Place {
  readonly createdAt: Temporal.Instant;
  readonly conversationId: string;
  readonly id: string;
}

const cursor = z.tuple([z.string(), z.string().refine(isId), z.string().refine(isId)]);

/** The place as a text without a meaning to the client. It holds no key: it stays valid when the rating is gone. */
export function cursorOf({ createdAt, conversationId, id }: Place): string {
  return Buffer.from(JSON.stringify([formatInstant(createdAt), conversationId, id])).toString('base64url');
}

/** The place that `cursorOf` wrote down, or undefined for any other text. */
export function parseCursor(text: string): Place | undefined {
  try {
    const [written, conversationId, id] = cursor.parse(JSON.parse(Buffer.from(text, 'base64url').toString()));
    const createdAt = parseInstant(written);
    const place = createdAt && { createdAt, conversationId, id };
    // Decoding passes over characters that are no part of base64url.
    return place && cursorOf(place) === text ? place : undefined;
  } catch {
    return undefined;
  }
}
