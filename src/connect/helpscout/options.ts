import { type Command, Option, type OptionValues } from 'commander';
import { Plan } from '../../database/generated/enums.ts';
import { toId, toOfficeHours, toRate, toSeconds, toZone } from '../options.ts';
import { type HelpScoutSettings, settingsSchema } from './state.ts';

const usualRate = 320;

/** The options of `deskgraph connect helpscout` besides those that all sources have. */
export function addOptions(command: Command): Command {
  return command
    .option('--time-zone <zone>', "the account's time zone, which Help Scout does not tell", toZone, '')
    .option('--office-hours <file>', 'office hours as in the import format, as JSON', toOfficeHours)
    .addOption(new Option('--plan <plan>', 'what the account may ask here').choices(Object.values(Plan)))
    .option('--app-id-env <name>', "the variable that holds the app's id", 'HELPSCOUT_APP_ID')
    .option('--app-secret-env <name>', 'and the one that holds its secret', 'HELPSCOUT_APP_SECRET')
    .option('--mailbox <id>', 'one inbox alone; can be given again', addMailbox, [])
    .option('--since <date>', 'leave out what was created before', toSince)
    .option('--rate <n>', 'requests a minute', toRate, usualRate)
    .addOption(switchOption('--imported-replies', 'what imported replies are', ['note', 'reply']))
    .addOption(switchOption('--workflow-replies', 'what is sent by workflows is', ['auto', 'reply']))
    .addOption(switchOption('--ai-replies', 'what is sent by AI agents is', ['reply', 'auto']))
    .option('--no-subjects', 'keep no subjects')
    .option('--no-comments', 'keep no comments of ratings')
    .option('--store-text-fields', 'keep what text fields hold, not only that they hold something', false);
}

export const help = `
Read are conversations, times, statuses, inboxes, folders, users, teams, tags, saved replies, workflows, custom fields, ratings with
their comments, names of people and subjects. Never kept are texts of messages, previews, addresses and attachments. Make an app
under Your profile > My Apps > Create My App in Help Scout; its id and secret are read from their variables at each start and are not
stored. HELPSCOUT_API_URL names another address than https://api.helpscout.net.`;

/** Settings of a connection that is made now; the time zone is empty where nobody gave it. */
export function settingsFrom(options: OptionValues): HelpScoutSettings {
  const { mailbox, subjects, comments, storeTextFields } = options;
  const { importedReplies, workflowReplies, aiReplies } = options;
  const switches = {
    importedReplies,
    workflowReplies,
    aiReplies,
    storesSubjects: subjects,
    storesComments: comments,
    storesTextFields: storeTextFields,
  };
  return settingsSchema.parse({ ...options, mailboxes: mailbox, switches });
}

function switchOption(name: string, description: string, [usual, other]: [string, string]): Option {
  return new Option(`${name} <kind>`, description).choices([usual, other]).default(usual);
}

function addMailbox(text: string, before: readonly number[]): number[] {
  return [...before, toId(text)];
}

/** A day counts from its beginning in UTC. */
function toSince(text: string): number {
  return toSeconds(/^\d{4}-\d{2}-\d{2}$/.test(text) ? `${text}T00:00:00Z` : text);
}
