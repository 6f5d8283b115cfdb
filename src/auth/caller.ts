import { timingSafeEqual } from 'node:crypto';
import { z } from 'zod';
import type { Database } from '../database/client.ts';
import { Plan, Prisma } from '../database/generated/client.ts';
import { microsOf, readRows } from '../database/read.ts';
import { isId } from '../ids.ts';
import type { Claims, VerifyJwt } from './jwt.ts';
import { accountKeyOf, hashOf } from './secret.ts';
import { reportsPermission, tokenIdOf } from './tokens.ts';

/** The tenant that a token belongs to. */
export interface Account {
  readonly key: number;
  readonly id: string;
  readonly name: string;
  readonly timeZone: string;
  readonly plan: Plan;
  readonly officeHoursEnabled: boolean;
  /** Its office hours as they are stored, to tell whether they still are. */
  readonly officeHours: string;
  /** Another one after each write of the account: equal questions at the same version have the same answer. */
  readonly version: bigint;
}

/** Who asks: one account, what may be done, and the mailboxes that may be seen (null: all of them). */
export interface Caller {
  readonly account: Account;
  readonly permissions: readonly string[];
  readonly mailboxKeys: readonly number[] | null;
  /** The token that says so; null where a JSON Web Token does. */
  readonly token: CallerToken | null;
  /** A moment before the database said all this, in milliseconds of the process's clock. */
  readonly askedAt: number;
}

/** What a token says by itself: whose account it is of, or all of it. */
export type Bearer = { readonly accountKey: number; readonly secret: string } | Claims;

export interface CallerToken {
  /** Its public name, as `token list` shows it. */
  readonly id: string;
  /** Milliseconds since 1970; null: it does not expire. */
  readonly expiresAt: number | null;
}

const callerRow = z
  .object({
    key: z.int(),
    id: z.string(),
    name: z.string(),
    time_zone: z.string(),
    plan: z.enum(Plan),
    office_hours_enabled: z.boolean(),
    office_hours: z.string(),
    version: z.bigint(),
    permissions: z.array(z.string()),
    all_mailboxes: z.boolean(),
    mailbox_keys: z.array(z.int()),
    token_key: z.int().nullable(),
    expires_at: z.bigint().nullable(),
  })
  .transform(
    ({
      permissions,
      all_mailboxes,
      mailbox_keys,
      token_key,
      expires_at,
      time_zone,
      office_hours_enabled,
      office_hours,
      ...account
    }): Omit<Caller, 'askedAt'> => ({
      account: {
        ...account,
        timeZone: time_zone,
        officeHoursEnabled: office_hours_enabled,
        officeHours: office_hours,
      },
      permissions,
      mailboxKeys: all_mailboxes ? null : mailbox_keys,
      token:
        token_key === null
          ? null
          : {
              id: tokenIdOf({ accountKey: account.key, key: token_key }),
              expiresAt: expires_at === null ? null : Number(expires_at / 1000n),
            },
    }),
  );

const bearerPattern = /^Bearer +(\S+) *$/i;

/** The token in an `Authorization` header, however it is spelled around it; empty where there is none. */
export function bearerOf(authorization: string | null): string {
  return bearerPattern.exec(authorization ?? '')?.[1] ?? '';
}

/** Whether the caller may be told reports at all. */
export function mayReadReports({ permissions }: Caller): boolean {
  return permissions.includes(reportsPermission);
}

/** Whether a caller's token has this public name; how long that takes tells nothing of the name. */
export function hasTokenId({ token }: Caller, id: string): boolean {
  return token !== null && timingSafeEqual(hashOf(token.id), hashOf(id));
}

/** Whether there is an account with this id, whoever it belongs to. */
export async function isAccount({ prisma }: Database, id: string): Promise<boolean> {
  return isId(id) && (await prisma.account.findUnique({ where: { id }, select: { key: true } })) !== null;
}

/** The caller behind a token, or null where it is missing, unknown, forged, expired or revoked. */
export async function readCaller(
  database: Database,
  verifyJwt: VerifyJwt | undefined,
  token: string,
  now: Date,
): Promise<Caller | null> {
  const bearer = await bearerBehind(verifyJwt, token, now);
  return bearer && readBearer(database, bearer, now);
}

/** What a token says by itself, or null where it is missing, forged or, if it says so, expired. */
export async function bearerBehind(
  verifyJwt: VerifyJwt | undefined,
  secret: string,
  now: Date,
): Promise<Bearer | null> {
  const accountKey = accountKeyOf(secret);
  if (accountKey !== null) return { accountKey, secret };
  return (secret && (await verifyJwt?.(secret, now))) || null;
}

/** The caller whom a database knows by a token, or null where it is unknown there, expired or revoked. */
export function readBearer(database: Database, bearer: Bearer, now: Date): Promise<Caller | null> {
  return 'secret' in bearer ? readTokenCaller(database, bearer, now) : readClaimsCaller(database, bearer);
}

/** Who asks for the operator: whoever runs a command may read all of the account. Null where there is none with this id. */
export function readOwner(database: Database, accountId: string): Promise<Caller | null> {
  return readClaimsCaller(database, { accountId, permissions: [reportsPermission], mailboxIds: null });
}

const account = Prisma.sql`
  a.key, a.id, a.name, a.time_zone, a.plan::text, (a.office_hours ->> 'enabled')::boolean as office_hours_enabled,
  a.office_hours::text as office_hours, a.version`;

async function readTokenCaller(
  database: Database,
  { accountKey, secret }: Exclude<Bearer, Claims>,
  now: Date,
): Promise<Caller | null> {
  const statement = Prisma.sql`
    select ${account}, t.permissions, t.all_mailboxes, t.mailbox_keys, t.key as token_key, ${microsOf(Prisma.sql`t.expires_at`)} as expires_at
    from tokens t
    join accounts a on a.key = t.account_key
    where t.account_key = ${accountKey}
      and t.hash = ${hashOf(secret)}
      and t.revoked_at is null
      and (t.expires_at is null or t.expires_at > ${now})`;
  return readOne(database, statement);
}

/** Null where the account is unknown here. Mailboxes that are unknown are not seen, and do not widen what is. */
async function readClaimsCaller(
  database: Database,
  { accountId, permissions, mailboxIds }: Claims,
): Promise<Caller | null> {
  if (!isId(accountId)) return null;
  const statement = Prisma.sql`
    select ${account}, ${permissions}::text[] as permissions, ${mailboxIds === null}::boolean as all_mailboxes,
           array(
             select m.key from mailboxes m
             where m.account_key = a.key and m.id = any(${mailboxIds?.filter(isId) ?? []}::text[])
             order by m.key
           ) as mailbox_keys, null as token_key, null as expires_at
    from accounts a
    where a.id = ${accountId}`;
  return readOne(database, statement);
}

async function readOne(database: Database, statement: Prisma.Sql): Promise<Caller | null> {
  const askedAt = performance.now();
  const [caller] = await readRows(database, statement, callerRow);
  return caller ? { ...caller, askedAt } : null;
}
