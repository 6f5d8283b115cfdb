import { z } from 'zod';
import { Plan } from '../../database/generated/enums.ts';
import { officeHours } from '../../import/record.ts';
import { connectionState } from '../state.ts';
import { windowSchema } from './windows.ts';

/** How a workspace is reached, by REST or as files of its database; of secrets only where they are found. */
export const settingsSchema = z.object({
  url: z.string().optional(),
  dump: z.array(z.string()).optional(),
  publicUrl: z.string().optional(),
  userIdEnv: z.string(),
  tokenEnv: z.string(),
  timeZone: z.string(),
  plan: z.enum(Plan).optional(),
  officeHours: officeHours.optional(),
  /** Rooms that began then or later alone; milliseconds since 1970. */
  since: z.number().optional(),
  takesMessages: z.boolean(),
  takesTransfers: z.boolean(),
  bots: z.enum(['auto', 'reply', 'note']),
  /** Names of users that are bots besides those that Rocket.Chat knows. */
  botNames: z.array(z.string()),
  takesFields: z.boolean(),
  storesText: z.boolean(),
  keepsSubjects: z.boolean(),
  /** Requests a minute where Rocket.Chat sets no limit. */
  rate: z.int(),
  /** What a dump lacks is deleted. */
  isComplete: z.boolean(),
});

export type RocketchatSettings = z.output<typeof settingsSchema>;

/** How far a copy has come, and what must be remembered besides the conversations. Instants are milliseconds since 1970. */
export const stateSchema = connectionState.extend({
  phase: z.enum(['rooms', 'messages', 'complete']).default('rooms'),
  version: z.string().nullable().default(null),
  /** Whether Rocket.Chat takes ten requests a minute alone. */
  isLimited: z.boolean().default(true),
  /** What the first copy has still to read, in its order; null before it begins. */
  windows: z.array(windowSchema).nullable().default(null),
  /** Up to when changes of rooms are known, by Rocket.Chat's clock. */
  updatedUntil: z.number().nullable().default(null),
  /** Rocket.Chat did not give rooms in the order in which they changed; it is asked for it again each day. */
  lacksUpdates: z.boolean().default(false),
  /** Up to when the lists are known that stand in for it. */
  listedUntil: z.number().nullable().default(null),
  /** Which fields mailboxes use, and the values that they have or had. */
  inUse: z.record(z.string(), z.array(z.string())).default({}),
  /** Documents of a dump that could not be read or stored. */
  refusedDocuments: z.int().default(0),
});

export type RocketchatState = z.output<typeof stateSchema>;
