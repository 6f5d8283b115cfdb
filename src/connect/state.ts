import { z } from 'zod';

/** What every connection remembers; a source extends it by its own. Instants are milliseconds since 1970. */
export const connectionState = z.object({
  /** What the person who connects should know. */
  notices: z.array(z.string()).default([]),
  /** Why conversations were not stored, by id. */
  refused: z.record(z.string(), z.string()).default({}),
  /** Why the work stopped last; null while it goes well. */
  error: z.string().nullable().default(null),
  /** When the last round of changes that was stored began. */
  polledAt: z.number().nullable().default(null),
  /** The latest instant that the source gave a conversation as changed. */
  lastChangeAt: z.number().nullable().default(null),
  /** When each task was begun last, by name. */
  ranAt: z.record(z.string(), z.number()).default({}),
  /** Since when the source delivers to a webhook. */
  hookedAt: z.number().nullable().default(null),
  lastCheck: z.object({ at: z.number(), outcome: z.string() }).nullable().default(null),
});

export type ConnectionState = z.output<typeof connectionState>;
