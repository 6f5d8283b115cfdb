import type { Source } from '../source.ts';
import { accessOf } from './access.ts';
import { describe } from './describe.ts';
import { addOptions, help, settingsFrom } from './options.ts';
import { settingsSchema } from './state.ts';
import { webhooks } from './webhooks.ts';
import { listsMilliseconds, openWork } from './work.ts';

/** Help Scout, read by its Mailbox API. */
export const helpscout: Source = {
  name: 'helpscout',
  title: 'Help Scout',
  description:
    'copy an account of Help Scout by its API and keep the copy current; run again, it goes on where it stopped',
  help,
  addOptions,
  settingsFrom,
  // Settings say nothing of the account itself; taking it up compares the inboxes.
  isSame: () => true,
  access: (settings, surroundings) => accessOf(settingsSchema.parse(settings), surroundings),
  open: openWork,
  openMilliseconds: listsMilliseconds,
  describe,
  hooks: webhooks,
};
