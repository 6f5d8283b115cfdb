import { existsSync, readFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import type { ConnectionOptions } from 'node:tls';
import { UsageError } from '../usage-error.ts';

/** Whether a connection is encrypted, and what is asked of the server's certificate then. */
export type TlsWay = false | ConnectionOptions;

const modes = ['disable', 'allow', 'prefer', 'require', 'verify-ca', 'verify-full'] as const;
type Mode = (typeof modes)[number];

/** A parameter of the address, else of the environment; an empty one counts as none. */
export type Parameter = (name: string) => string | undefined;

/**
 * The ways to connect that `sslmode` allows, in the order in which they are tried, as libpq has it: a certificate is only
 * looked at where there is one to hold it against, or `sslmode` begins with `verify`. Throws a `UsageError` for an unknown
 * mode and for a file that cannot be read.
 */
export function tlsWaysOf(parameter: Parameter): TlsWay[] {
  const mode = modeOf(parameter);
  switch (mode) {
    case 'disable':
      return [false];
    case 'allow':
      return [false, encrypted(mode, parameter)];
    case 'prefer':
      return [encrypted(mode, parameter), false];
    default:
      return [encrypted(mode, parameter)];
  }
}

function modeOf(parameter: Parameter): Mode {
  const given = parameter('sslmode') ?? (parameter('ssl') === 'true' ? 'require' : 'prefer');
  const mode = modes.find((known) => known === given);
  if (mode) return mode;
  throw new UsageError(`sslmode must be one of ${modes.join(', ')}, not ${given}`);
}

function encrypted(mode: Mode, parameter: Parameter): ConnectionOptions {
  const ca = authorities(mode, parameter);
  const cert = contentOf(parameter('sslcert'));
  const key = contentOf(parameter('sslkey'));
  return {
    ...(ca !== undefined && { ca }),
    ...(cert !== undefined && { cert }),
    ...(key !== undefined && { key }),
    rejectUnauthorized: ca !== undefined || mode === 'verify-full',
    ...(mode !== 'verify-full' && { checkServerIdentity: () => undefined }),
  };
}

/** The certificates that vouch for the server's; undefined: those that Node.js knows, where any are asked for. */
function authorities(mode: Mode, parameter: Parameter): string | undefined {
  const named = parameter('sslrootcert');
  if (named === 'system' && mode === 'verify-full') return undefined;
  const usual = join(homedir(), '.postgresql', 'root.crt');
  const ca = contentOf(named ?? (existsSync(usual) ? usual : undefined));
  // Anybody can have a certificate of the authorities that Node.js knows, for a server of another name.
  if (mode === 'verify-ca' && ca === undefined)
    throw new UsageError('sslmode=verify-ca needs sslrootcert, a file of certificates');
  return ca;
}

function contentOf(file: string | undefined): string | undefined {
  try {
    return file && readFileSync(file, 'utf8');
  } catch (error) {
    throw new UsageError((error as Error).message);
  }
}
