import type { Command } from 'commander';
import { createToken, reportsPermission } from '../auth/tokens.ts';
import { type Database, openDatabase } from '../database/client.ts';
import { generateHelpdesk } from '../generate/helpdesk.ts';
import { importInput } from '../import/import.ts';
import { settingsOf } from '../settings.ts';
import { UsageError } from '../usage-error.ts';
import { chunksOf } from './generate.ts';

const accountId = 'demo';
const conversations = 20_000;
const dayMilliseconds = 86_400_000;

export function registerDemo(program: Command): void {
  program
    .command('demo')
    .description('fill an empty embedded database with a made-up helpdesk and serve it')
    .action(async () => {
      const settings = settingsOf(process.env);
      if (settings.DATABASE_URL) throw new UsageError('DATABASE_URL must not be set: the demo is embedded');
      const now = new Date();
      const database = await openDatabase(settings);
      await fill(database, now);
      const token = await newToken(database, now);
      process.stdout.write(`token: ${token}\n`);
      const [{ graphiqlOptions }, { serve }] = await Promise.all([
        import('../server/graphiql.ts'),
        import('../server/serve.ts'),
      ]);
      await serve(database, settings, graphiqlOptions(now, token), token);
    });
}

/**
 * Fills an empty database with two years up to the start of today (UTC). One that holds the whole demo already stays as
 * it is; one whose filling was cut short is filled again.
 */
async function fill(database: Database, now: Date): Promise<void> {
  const { prisma } = database;
  if (await prisma.account.findFirst({ where: { id: { not: accountId } } })) {
    await database.close();
    throw new UsageError('DATA_DIR holds other accounts; set it to an empty folder for the demo');
  }
  const account = await prisma.account.findUnique({ where: { id: accountId }, select: { key: true } });
  const present = account ? await prisma.conversation.count({ where: { accountKey: account.key } }) : 0;
  if (present >= conversations) return;
  process.stdout.write(`filling the embedded database with ${conversations} conversations\n`);
  const end = new Date(Math.floor(now.getTime() / dayMilliseconds) * dayMilliseconds);
  const lines = generateHelpdesk({ conversations, seed: 1, end, account: accountId });
  await importInput(database, { name: 'demo', chunks: bytesOf(chunksOf(lines)) });
}

function newToken(database: Database, now: Date): Promise<string> {
  return createToken(database, {
    accountId,
    name: 'demo',
    permissions: [reportsPermission],
    mailboxIds: [],
    createdAt: now,
    expiresAt: new Date(now.getTime() + 30 * dayMilliseconds),
  });
}

async function* bytesOf(chunks: Iterable<string>): AsyncGenerator<Uint8Array> {
  for (const chunk of chunks) yield Buffer.from(chunk);
}
