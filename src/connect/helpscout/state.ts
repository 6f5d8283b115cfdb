import { z } from 'zod';
import { Plan } from '../../database/generated/enums.ts';
import { officeHours } from '../../import/record.ts';
import { connectionState } from '../state.ts';

/** How what Help Scout says is taken, where that can be taken in two ways. */
const switches = z.object({
  importedReplies: z.enum(['note', 'reply']).default('note'),
  workflowReplies: z.enum(['auto', 'reply']).default('auto'),
  aiReplies: z.enum(['reply', 'auto']).default('reply'),
  storesSubjects: z.boolean().default(true),
  storesComments: z.boolean().default(true),
  storesTextFields: z.boolean().default(false),
});

export type Switches = z.output<typeof switches>;
export const defaultSwitches = switches.parse({});

/** How an account of Help Scout is reached; of the app only the names of the variables that hold its id and its secret. */
export const settingsSchema = z.object({
  appIdEnv: z.string(),
  appSecretEnv: z.string(),
  timeZone: z.string(),
  officeHours: officeHours.optional(),
  plan: z.enum(Plan).optional(),
  /** Those alone are copied; none: all that the app's user sees. */
  mailboxes: z.array(z.int()).default([]),
  /** What was created before is not copied. Unix seconds. */
  since: z.int().optional(),
  rate: z.int(),
  switches,
});

export type HelpScoutSettings = z.output<typeof settingsSchema>;

const seconds = z.number().nullable().default(null);

/** How far a copy has come, and what must be remembered besides the conversations. */
export const stateSchema = connectionState.extend({
  phase: z.enum(['windows', 'spam', 'complete']).default('windows'),
  /** When the first copy began, by Help Scout's clock: what changed since is caught up with. Unix seconds. */
  startedAt: seconds,
  /** The month of the first conversation begins then. Unix seconds. */
  firstMonth: seconds,
  /** Everything that was created from then on is copied. Unix seconds. */
  copiedFrom: seconds,
  /** Changes until then are copied. Unix seconds. */
  changedUntil: seconds,
  /** Whether spam has been among all conversations: Help Scout does not say whether it is. */
  allHasSpam: z.boolean().default(false),
  /** Whether the plan and the app's user have reports. */
  hasReports: z.boolean().default(true),
  /** When the copy was last reconciled. Milliseconds since 1970. */
  reconciledAt: z.number().nullable().default(null),
});

export type HelpScoutState = z.output<typeof stateSchema>;
