import type { Database } from '../database/client.ts';
import type { Token } from '../database/generated/client.ts';
import { patience } from '../database/patience.ts';
import { UsageError } from '../usage-error.ts';
import { hashOf, newSecret } from './secret.ts';

export const reportsPermission = 'reports:read';

export interface NewToken {
  readonly accountId: string;
  readonly name: string | null;
  readonly permissions: readonly string[];
  /** Source ids of the only mailboxes that the token may see; empty: all of them, also later ones. */
  readonly mailboxIds: readonly string[];
  readonly createdAt: Date;
  readonly expiresAt: Date | null;
}

/** Stores a new token and returns the only copy of its secret. Waits for an import of the account to store its batch. */
export async function createToken({ prisma }: Database, token: NewToken): Promise<string> {
  return prisma.$transaction(async (transaction) => {
    const accountKey = await readAccountKey(transaction, token.accountId);
    // Two tokens made at once for one account must not draw the same key.
    await transaction.$queryRaw`select key from accounts where key = ${accountKey} for update`;
    const mailboxKeys = await readMailboxKeys(transaction, accountKey, token.mailboxIds);
    const { _max } = await transaction.token.aggregate({ where: { accountKey }, _max: { key: true } });
    const secret = newSecret(accountKey);
    await transaction.token.create({
      data: {
        accountKey,
        key: (_max.key ?? 0) + 1,
        hash: hashOf(secret),
        name: token.name,
        permissions: [...new Set(token.permissions)],
        allMailboxes: token.mailboxIds.length === 0,
        mailboxKeys,
        createdAt: token.createdAt,
        expiresAt: token.expiresAt,
      },
    });
    return secret;
  }, patience);
}

/** All tokens of an account, the oldest first. */
export async function listTokens({ prisma }: Database, accountId: string): Promise<Token[]> {
  const accountKey = await readAccountKey(prisma, accountId);
  return prisma.token.findMany({ where: { accountKey }, orderBy: { key: 'asc' } });
}

/** A token's public name: what `token list` shows and `token revoke` takes. */
export function tokenIdOf({ accountKey, key }: Pick<Token, 'accountKey' | 'key'>): string {
  return `${accountKey}-${key}`;
}

/** Ends a token at once. To revoke it again changes nothing. */
export async function revokeToken({ prisma }: Database, tokenId: string, now: Date): Promise<void> {
  const [, accountKey, key] = /^(\d{1,9})-(\d{1,9})$/.exec(tokenId) ?? [];
  const where = { accountKey: Number(accountKey), key: Number(key) };
  const token = key && (await prisma.token.findUnique({ where: { accountKey_key: where } }));
  if (!token) throw new UsageError(`there is no token ${tokenId}; deskgraph token list shows them`);
  await prisma.token.updateMany({ where: { ...where, revokedAt: null }, data: { revokedAt: now } });
}

type Reader = Pick<Database['prisma'], 'account' | 'mailbox'>;

async function readAccountKey(reader: Reader, id: string): Promise<number> {
  const account = await reader.account.findUnique({ where: { id }, select: { key: true } });
  if (!account) throw new UsageError(`there is no account ${id}; deskgraph import makes it from a file`);
  return account.key;
}

async function readMailboxKeys(
  reader: Reader,
  accountKey: number,
  ids: readonly string[],
): Promise<number[]> {
  const mailboxes = await reader.mailbox.findMany({ where: { accountKey, id: { in: [...ids] } } });
  const known = new Set(mailboxes.map((mailbox) => mailbox.id));
  const unknown = ids.find((id) => !known.has(id));
  if (unknown !== undefined) throw new UsageError(`--mailbox ${unknown}: the account has no such mailbox`);
  return mailboxes.map((mailbox) => mailbox.key);
}
