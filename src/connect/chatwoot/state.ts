import { z } from 'zod';

const conversationTypes = z.enum(['email', 'chat', 'phone']);

/** How an account of Chatwoot is reached; of secrets only where they are found. */
export const settingsSchema = z.object({
  url: z.string(),
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

/** How far a copy has come, and what must be remembered besides the conversations. Instants are milliseconds since 1970. */
export const stateSchema = z.object({
  phase: z.enum(['conversations', 'threads', 'complete']).default('conversations'),
  /** The last page of conversations that was stored. */
  page: z.int().default(0),
  failedPages: z.array(z.int()).default([]),
  header: z.enum(['api_access_token', 'Api-Access-Token']).default('api_access_token'),
  /** Whether this build of Chatwoot tells resolutions and reopenings of a conversation. */
  hasEvents: z.boolean().default(true),
  /** Values of list attributes besides those of their definition, by its id. */
  met: z.record(z.string(), z.array(z.string())).default({}),
  /** Agents, teams and labels of the last lists whose absence was followed up. */
  members: z
    .object({ agents: z.array(z.int()), teams: z.array(z.int()), labels: z.array(z.string()) })
    .default({ agents: [], teams: [], labels: [] }),
  notices: z.array(z.string()).default([]),
  /** Why conversations were not stored, by id. */
  refused: z.record(z.string(), z.string()).default({}),
  error: z.string().nullable().default(null),
  /** When the last round of changes that was stored began. */
  polledAt: z.number().nullable().default(null),
  /** The last poll told of so much that the next one looks at everything. */
  mustWalk: z.boolean().default(false),
  /** The latest instant that the source gave a conversation as changed. */
  lastChangeAt: z.number().nullable().default(null),
  ratedAt: z.number().nullable().default(null),
  /** When the ratings of the last 30 days were read. */
  ratedAllAt: z.number().nullable().default(null),
  walkedAt: z.number().nullable().default(null),
  /** When everything was compared, not the last half year alone. */
  checkedAllAt: z.number().nullable().default(null),
  lastCheck: z.object({ at: z.number(), outcome: z.string() }).nullable().default(null),
});

export type ChatwootState = z.output<typeof stateSchema>;
