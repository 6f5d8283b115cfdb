import { type Command, InvalidArgumentError } from 'commander';
import { createToken, listTokens, reportsPermission, revokeToken, tokenIdOf } from '../auth/tokens.ts';
import { type Database, openCurrentDatabase } from '../database/client.ts';
import type { Token } from '../database/generated/client.ts';
import { messageOf } from '../message.ts';
import { settingsOf } from '../settings.ts';
import { UsageError } from '../usage-error.ts';

interface CreateOptions {
  readonly account: string;
  readonly name?: string;
  readonly permission: string[];
  readonly mailbox: string[];
  readonly expires?: number;
}

const millisecondsOf: Record<string, number> = { m: 60_000, h: 3_600_000, d: 86_400_000 };

export function registerToken(program: Command): void {
  const token = program.command('token').description('make, list and revoke access tokens');
  token
    .command('create')
    .description('print a new token; it is shown this once only')
    .requiredOption('--account <id>', 'the account that it opens')
    .option('--name <name>', 'a note on who holds it')
    .option('--permission <permission>', `what it may do (default: ${reportsPermission})`, collect, [])
    .option('--mailbox <id>', 'a mailbox that it may see (default: all)', collect, [])
    .option(
      '--expires <time>',
      'how long it is valid, such as 30d, 12h or 45m (default: for ever)',
      toDuration,
    )
    .action((options: CreateOptions) => withDatabase((database) => create(database, options)));
  token
    .command('list')
    .description('list the tokens of an account')
    .requiredOption('--account <id>', 'the account')
    .action((options: { account: string }) => withDatabase((database) => list(database, options.account)));
  token
    .command('revoke')
    .description('end a token at once')
    .argument('<token-id>', 'as token list shows it')
    .action((tokenId: string) => withDatabase((database) => revokeToken(database, tokenId, new Date())));
}

async function create(database: Database, options: CreateOptions): Promise<void> {
  const createdAt = new Date();
  const secret = await createToken(database, {
    accountId: options.account,
    name: options.name ?? null,
    permissions: options.permission.length > 0 ? options.permission : [reportsPermission],
    mailboxIds: options.mailbox,
    createdAt,
    expiresAt: options.expires === undefined ? null : new Date(createdAt.getTime() + options.expires),
  });
  process.stdout.write(`${secret}\n`);
}

async function list(database: Database, accountId: string): Promise<void> {
  const now = new Date();
  const lines = (await listTokens(database, accountId)).map((token) =>
    [
      tokenIdOf(token),
      stateOf(token, now),
      token.createdAt.toISOString(),
      token.permissions.join(','),
      token.allMailboxes ? 'all mailboxes' : `${token.mailboxKeys.length} mailbox(es)`,
      token.name ?? '',
    ].join('\t'),
  );
  process.stdout.write(lines.map((line) => `${line}\n`).join(''));
}

function stateOf({ revokedAt, expiresAt }: Token, now: Date): string {
  if (revokedAt) return 'revoked';
  if (!expiresAt) return 'valid';
  return expiresAt <= now ? 'expired' : `valid until ${expiresAt.toISOString()}`;
}

async function withDatabase(work: (database: Database) => Promise<void>): Promise<void> {
  const database = await openCurrentDatabase(settingsOf(process.env));
  try {
    await work(database);
  } catch (error) {
    throw error instanceof UsageError ? error : new Error(messageOf(error), { cause: error });
  } finally {
    await database.close();
  }
}

function collect(value: string, earlier: string[]): string[] {
  return [...earlier, value];
}

function toDuration(text: string): number {
  const [, count, unit] = /^([1-9]\d{0,4})([mhd])$/.exec(text) ?? [];
  const milliseconds = Number(count) * (millisecondsOf[unit ?? ''] ?? Number.NaN);
  if (Number.isNaN(milliseconds))
    throw new InvalidArgumentError('It must be a time such as 30d, 12h or 45m.');
  return milliseconds;
}
