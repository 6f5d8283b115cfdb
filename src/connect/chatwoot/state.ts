import { z } from 'zod';
import { connectionState } from '../state.ts';

/** How far the copying of a database has come. Instants are seconds since 1970 by the clock of Chatwoot's database. */
const tablesState = z.object({
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

const conversationTypes = z.enum(['email', 'chat', 'phone']);

/** How an account of Chatwoot is reached; of secrets only where they are found. */
export const settingsSchema = z.object({
  /** Where its REST API answers; undefined: its database alone is read. */
  url: z.string().optional(),
  /** The variable that holds the address of its database; undefined: its REST API is read. */
  databaseEnv: z.string().optional(),
  account: z.int(),
  publicUrl: z.string(),
  tokenEnv: z.string().optional(),
  tokenFile: z.string().optional(),
  caFile: z.string().optional(),
  timeZone: z.string().optional(),
  officeHours: z.int().optional(),
  types: z.record(z.string(), conversationTypes).default({}),
  rate: z.int(),
});

export type ChatwootSettings = z.output<typeof settingsSchema>;

/** How far a copy has come, and what must be remembered besides the conversations. */
export const stateSchema = connectionState.extend({
  phase: z.enum(['conversations', 'threads', 'complete']).default('conversations'),
  /** The last page of conversations that was stored. */
  page: z.int().default(0),
  /** The highest id of the last page that could be read. */
  lastListed: z.int().default(0),
  /** Between which ids there are conversations of pages that could not be read; null: up to the last. */
  gaps: z.array(z.object({ after: z.int(), before: z.int().nullable() })).default([]),
  header: z.enum(['api_access_token', 'Api-Access-Token']).default('api_access_token'),
  /** Whether this build of Chatwoot tells resolutions and reopenings of a conversation. */
  hasEvents: z.boolean().default(true),
  /** Values of list attributes besides those of their definition, by its id. */
  met: z.record(z.string(), z.array(z.string())).default({}),
  /** Agents, teams and labels of the last lists whose absence was followed up. */
  members: z
    .object({ agents: z.array(z.int()), teams: z.array(z.int()), labels: z.array(z.string()) })
    .default({ agents: [], teams: [], labels: [] }),
  /** The last poll told of so much that the next one looks at everything. */
  mustWalk: z.boolean().default(false),
  /** The type of each inbox in the last lists, by its id. */
  channels: z.record(z.string(), z.string()).default({}),
  /** Contacts whom conversations referred to before: they may have none left. */
  formerContacts: z.array(z.int()).default([]),
  /** Some ratings could not be read: all are asked for again once a day. */
  lacksRatings: z.boolean().default(false),
  ratedAt: z.number().nullable().default(null),
  /** When the ratings of the last 30 days were read. */
  ratedAllAt: z.number().nullable().default(null),
  tables: tablesState.prefault({}),
});

export type ChatwootState = z.output<typeof stateSchema>;
