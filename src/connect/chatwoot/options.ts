import { type Command, InvalidArgumentError } from 'commander';
import type { ConversationType } from '../../database/generated/enums.ts';
import { toId, toRate, toUrl, toZone } from '../options.ts';

/** The options of `deskgraph connect chatwoot` as its parser gives them. */
export interface ChatwootOptions {
  readonly url?: URL;
  readonly databaseEnv?: string;
  readonly account: number;
  readonly publicUrl?: URL;
  readonly tokenEnv: string;
  readonly tokenFile?: string;
  readonly caFile?: string;
  readonly timeZone?: string;
  readonly officeHours?: number;
  readonly type: Record<string, ConversationType>;
  readonly rate: number;
  readonly insecure?: true;
}

const types = ['email', 'chat', 'phone'] as const;

export function addOptions(command: Command): Command {
  return command
    .option('--url <url>', 'where Chatwoot answers', toUrl)
    .requiredOption('--account <n>', 'the number of the account in Chatwoot', toId)
    .option('--public-url <url>', 'where people open Chatwoot (default: --url)', toUrl)
    .option('--token-env <name>', "the variable that holds an administrator's access token", 'CHATWOOT_TOKEN')
    .option('--token-file <file>', 'or the file that holds it')
    .option(
      '--database-env <name>',
      "the variable that holds the address of Chatwoot's own PostgreSQL, to copy from there",
    )
    .option('--ca-file <file>', 'certificates of an authority of your own')
    .option('--time-zone <zone>', "the account's time zone (default: Chatwoot's)", toZone)
    .option('--office-hours <inbox>', 'the inbox whose working hours are the office hours', toId)
    .option('--type <inbox=type>', `type of an inbox's conversations: ${types.join(', ')}`, addType, {})
    .option('--rate <n>', 'requests a minute', toRate, 240)
    .option('--insecure', 'send the token over plain http to another machine');
}

export const help = `
Read are conversations, times, statuses, agents, teams, labels, custom attributes, ratings with their comments, names of people and
subjects of emails. Never kept are texts of messages, emails, phone numbers, and passwords of inboxes. The token is read from its
variable or file at each start and is not stored. Chatwoot has no token for reading alone: it must be an administrator's.
With --database-env no token is needed, and --url or --public-url is enough; the README has the role that may read just this.

What differs: conversations of blocked contacts are closed, not spam; messages of bots, automations, campaigns, greetings and surveys
are of kind auto, no replies; replies of users whom Chatwoot has deleted are by the user "unknown"; office hours are the account's,
where all inboxes agree or --office-hours names one. Use of canned responses and macros is not recorded in Chatwoot.

With --webhook-url, the address at which Chatwoot reaches "deskgraph serve", changes show within seconds instead of a minute. The
webhook is made in Chatwoot, and deleted by "deskgraph connect remove"; what it delivers says only what to fetch.`;

function addType(text: string, before: Record<string, ConversationType>): Record<string, ConversationType> {
  const [, inbox = '', type] = /^(\d+)=(\w+)$/.exec(text) ?? [];
  const known = types.find((name) => name === type);
  if (!known) throw new InvalidArgumentError(`It must be an inbox and a type, such as 14=phone.`);
  return { ...before, [inbox]: known };
}
