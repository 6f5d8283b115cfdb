import { createHash, randomBytes } from 'node:crypto';

// The account's key stands in the token, so that even this look-up names the account it reads.
const tokenPattern = /^dg_([1-9]\d{0,9})_([A-Za-z0-9_-]{43})$/;
const largestKey = 2_147_483_647;

/** A new secret of 256 random bits for an account, in the form in which its owner sends it. */
export function newSecret(accountKey: number): string {
  return `dg_${accountKey}_${randomBytes(32).toString('base64url')}`;
}

/** The key of the account that a token claims to belong to; null where the text is no token at all. */
export function accountKeyOf(secret: string): number | null {
  const key = Number(tokenPattern.exec(secret)?.[1] ?? Number.NaN);
  return key <= largestKey ? key : null;
}

/** What is stored of a token: enough to recognise it, useless to whoever reads the table. */
export function hashOf(secret: string): Uint8Array<ArrayBuffer> {
  return new Uint8Array(createHash('sha256').update(secret).digest());
}
