import { createRemoteJWKSet, errors, type JWTVerifyOptions, jwtVerify } from 'jose';
import { z } from 'zod';
import { AwayError } from '../away-error.ts';
import type { Settings } from '../settings.ts';

/** What a JSON Web Token says of its bearer; ids are the source's. */
export interface Claims {
  readonly accountId: string;
  readonly permissions: readonly string[];
  /** Null: all mailboxes. */
  readonly mailboxIds: readonly string[] | null;
}

/** The claims of a token, or null where it is forged, not meant for this service, or not valid at this time. */
export type VerifyJwt = (token: string, now: Date) => Promise<Claims | null>;

type JwtSettings = Pick<Settings, 'JWT_JWKS_URL' | 'JWT_SECRET' | 'JWT_ISSUER' | 'JWT_AUDIENCE'>;

// A claim of a wrong type refuses the token: a list that cannot be read must not become "all mailboxes".
const claimsSchema = z
  .object({
    deskgraph_account: z.string(),
    deskgraph_permissions: z.array(z.string()).default([]),
    deskgraph_mailboxes: z.array(z.string()).optional(),
  })
  .transform(
    (claims): Claims => ({
      accountId: claims.deskgraph_account,
      permissions: claims.deskgraph_permissions,
      mailboxIds: claims.deskgraph_mailboxes ?? null,
    }),
  );

// Pinned by the kind of key, so that a public key is never taken for a shared secret.
const publicKeyAlgorithms = [
  'RS256',
  'RS384',
  'RS512',
  'PS256',
  'PS384',
  'PS512',
  'ES256',
  'ES384',
  'ES512',
  'EdDSA',
];
const secretAlgorithms = ['HS256', 'HS384', 'HS512'];

// What is wrong with the keys or the way to them, and not with the token.
const keyTroubles = new Set(['ERR_JWKS_TIMEOUT', 'ERR_JWKS_INVALID', 'ERR_JOSE_GENERIC']);

/** How the settings have JSON Web Tokens checked; undefined where they name no key. */
export function jwtVerifierOf(settings: JwtSettings): VerifyJwt | undefined {
  const { JWT_JWKS_URL, JWT_SECRET, JWT_ISSUER, JWT_AUDIENCE } = settings;
  if (!JWT_ISSUER || !JWT_AUDIENCE) return undefined;
  const expected = { issuer: JWT_ISSUER, audience: JWT_AUDIENCE, requiredClaims: ['exp'] };
  if (JWT_JWKS_URL) {
    const keys = createRemoteJWKSet(new URL(JWT_JWKS_URL));
    const options = { ...expected, algorithms: publicKeyAlgorithms };
    return (token, now) => claimsOf(async () => jwtVerify(token, keys, { ...options, currentDate: now }));
  }
  if (!JWT_SECRET) return undefined;
  const secret = new TextEncoder().encode(JWT_SECRET);
  const options: JWTVerifyOptions = { ...expected, algorithms: secretAlgorithms };
  return (token, now) => claimsOf(async () => jwtVerify(token, secret, { ...options, currentDate: now }));
}

async function claimsOf(verify: () => ReturnType<typeof jwtVerify>): Promise<Claims | null> {
  try {
    const { payload } = await verify();
    return claimsSchema.safeParse(payload).data ?? null;
  } catch (error) {
    if (error instanceof errors.JOSEError && !keyTroubles.has(error.code)) return null;
    throw new AwayError('the keys of JWT_JWKS_URL cannot be had', { cause: error });
  }
}
