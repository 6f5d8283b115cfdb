import pg from 'pg';
import { parseIntoClientConfig } from 'pg-connection-string';
import { UsageError } from '../usage-error.ts';
import { type TlsWay, tlsWaysOf } from './tls.ts';

/** A PostgreSQL database as an address names it, and what its first connection has found out. */
export interface Server {
  /** What holds the address. */
  readonly variable: string;
  /** How transactions begin: a replica begins none that writes. */
  readonly access: Access;
  readonly config: pg.ClientConfig;
  /** The ways to connect that are allowed; the first is tried first. */
  readonly ways: TlsWay[];
  /** The schema of the tables. Undefined: the first of the role's `search_path`, until it is known which. */
  schema: string | undefined;
}

type Access = 'read write' | 'read only';

/** What the driver would understand otherwise, or not at all. */
const ownParameters = [
  'schema',
  'ssl',
  'sslmode',
  'sslrootcert',
  'sslcert',
  'sslkey',
  'uselibpqcompat',
] as const;

/** Reads the address that a variable holds. Throws a `UsageError` where it cannot be used. */
export function serverOf(url: string, variable = 'DATABASE_URL', access: Access = 'read write'): Server {
  try {
    return { variable, access, ...parsedServer(url) };
  } catch (error) {
    throw new UsageError(`${variable} cannot be used: ${(error as Error).message}`);
  }
}

function parsedServer(url: string): Omit<Server, 'variable' | 'access'> {
  const [base = '', query = ''] = url.split(/\?(.*)/s);
  const parameters = new URLSearchParams(query);
  const own = new Map(ownParameters.map((name) => [name as string, parameters.get(name)]));
  for (const name of ownParameters) parameters.delete(name);
  const config = parseIntoClientConfig(`${base}?${parameters}`);
  const parameter = (name: string): string | undefined =>
    own.get(name) || process.env[`PG${name.toUpperCase()}`] || undefined;
  // A socket of this machine is not encrypted, whatever is asked for.
  const isSocket = (config.host ?? process.env['PGHOST'] ?? '').startsWith('/');
  return { config, ways: isSocket ? [false] : tlsWaysOf(parameter), schema: own.get('schema') || undefined };
}

/** What a server's database is called in logs and metrics. */
export function nameOf({ config }: Server): string {
  const { host, port, database } = new pg.Client(config);
  return `${host}:${port}/${database}`;
}

/**
 * Connects in the first way that the server takes, and begins with it from then on. Throws what the server itself said, where it
 * said anything.
 */
export async function connectEither<T>({ ways }: Server, connect: (way: TlsWay) => Promise<T>): Promise<T> {
  const [first = false, second] = ways;
  try {
    return await connect(first);
  } catch (error) {
    if (second === undefined || !isAboutTheWay(error)) throw error;
    const connection = await connect(second).catch((other: unknown) => {
      throw codeOf(error) === undefined ? other : error;
    });
    // Others may have found out meanwhile.
    if (ways[0] === first) ways.reverse();
    return connection;
  }
}

/** Whether a connection failed on something that may be otherwise with encryption, or without. */
function isAboutTheWay(error: unknown): boolean {
  const code = codeOf(error);
  // PostgreSQL does not let this role in this way, or a pooler wants encryption.
  if (code !== undefined) return /^(28|08P01)/.test(code);
  if (!(error instanceof Error) || /timeout/.test(error.message)) return false;
  // Node.js names the step that failed where nobody answered at all.
  return !('syscall' in error && ['connect', 'getaddrinfo'].includes(String(error.syscall)));
}

/** PostgreSQL's code, where the server itself refused. */
function codeOf(error: unknown): string | undefined {
  return error instanceof pg.DatabaseError ? error.code : undefined;
}
