import { type Command, InvalidArgumentError, Option } from 'commander';
import { Plan } from '../../database/generated/enums.ts';
import { parseMicros } from '../../period/instant.ts';
import { toOfficeHours, toRate, toUrl, toZone } from '../options.ts';
import type { RocketchatSettings } from './state.ts';

/** The options of `deskgraph connect rocketchat` as its parser gives them. */
export interface RocketchatOptions {
  readonly url?: URL;
  readonly dump?: string[];
  readonly timeZone: string;
  readonly publicUrl?: URL;
  readonly userIdEnv: string;
  readonly tokenEnv: string;
  readonly since?: string;
  readonly messages: boolean;
  readonly transfers?: true;
  readonly bots: RocketchatSettings['bots'];
  readonly bot: string[];
  readonly customFields: boolean;
  readonly storeTextFields?: true;
  readonly subjects: boolean;
  readonly rate: number;
  readonly plan?: Plan;
  readonly officeHours?: RocketchatSettings['officeHours'];
  readonly complete?: true;
  readonly insecure?: true;
  /** One of the options that all sources have. */
  readonly webhookUrl?: URL;
}

export function addOptions(command: Command): Command {
  return command
    .option('--url <url>', 'where Rocket.Chat answers', toUrl)
    .option('--dump <path...>', 'or files or folders that mongodump or mongoexport wrote')
    .requiredOption('--time-zone <zone>', "the account's time zone", toZone)
    .option('--public-url <url>', 'where people open Rocket.Chat (default: --url)', toUrl)
    .option('--user-id-env <name>', 'the variable that holds the id of a user', 'ROCKETCHAT_USER_ID')
    .option('--token-env <name>', "the variable that holds the user's token", 'ROCKETCHAT_AUTH_TOKEN')
    .option('--since <date>', 'copy what began on that day or later alone', toDay)
    .option(
      '--no-messages',
      'copy no messages: what was touched is what was created, and there are no replies',
    )
    .option('--transfers', 'ask for who handed rooms to whom as well, a request for each room')
    .addOption(
      new Option('--bots <kind>', 'what messages of bots are')
        .choices(['auto', 'reply', 'note'])
        .default('auto'),
    )
    .option('--bot <username>', 'a user that is a bot; may be given again', addBot, [])
    .option('--no-custom-fields', 'copy no custom fields')
    .option('--store-text-fields', 'keep what people wrote into custom fields, not only that they did')
    .option('--no-subjects', 'copy no topics and subjects')
    .option('--rate <n>', 'requests a minute where Rocket.Chat sets no limit', toRate, 1200)
    .addOption(new Option('--plan <plan>', "the account's plan").choices(Object.values(Plan)))
    .option('--office-hours <file>', "a file with the account's office hours", toOfficeHours)
    .option('--complete', 'delete what the dump lacks')
    .option('--insecure', 'send the token over plain http to another machine');
}

export const help = `
Read are rooms of the omnichannel, when their messages were sent and by whom, departments, agents, tags, custom fields, names of
people and topics. Never kept are texts of messages, attachments, addresses, phone numbers, visitors' tokens, and passwords. The
token is read from its variable at each start and is not stored. Without the permission api-bypass-rate-limit Rocket.Chat answers ten
requests a minute for each kind of request: of more than 2,000 rooms copy a dump.`;

/** A day of the calendar, or an instant. */
function toDay(text: string): string {
  if (/^\d{4}-\d{2}-\d{2}$/.test(text) && !Number.isNaN(Date.parse(text))) return text;
  if (parseMicros(text) !== undefined) return text;
  throw new InvalidArgumentError('It must be a day such as 2024-03-01.');
}

function addBot(name: string, before: string[]): string[] {
  return [...before, name];
}
