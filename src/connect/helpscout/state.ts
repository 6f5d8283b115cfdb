import { z } from 'zod';

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
