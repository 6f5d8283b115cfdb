import { z } from 'zod';

/** How far the copying of a database has come. Instants are seconds since 1970 by the clock of Chatwoot's database. */
export const tablesState = z.object({
  /** The first copy is done. */
  isCopied: z.boolean().default(false),
  /** The last conversation of the first copy that was stored, by its id in the database. */
  lastId: z.int().default(0),
  /** The highest ids when was looked for new ones last. */
  conversationId: z.int().default(0),
  messageId: z.int().default(0),
  /** From when on is looked next for events, ratings and conversations that changed. */
  eventsFrom: z.number().default(0),
  ratingsFrom: z.number().default(0),
  updatedFrom: z.number().default(0),
  /** Looking for changed conversations takes so long that it is done rarely. */
  isSlow: z.boolean().default(false),
});
