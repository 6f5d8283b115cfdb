import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createPool } from '../../src/database/pool.ts';
import { serverOf } from '../../src/database/server.ts';
import { createPostgres, type OwnPostgres, postgresPrograms, runAsServer } from '../harness/own-postgres.ts';
import { withServer } from '../harness/postgres.ts';

const programs = postgresPrograms();

/** Whom a server lets in: those who come encrypted, those who do not, or both. */
type Doors = 'both' | 'encrypted' | 'plain' | 'without a certificate';

// Needs the programs of a PostgreSQL server: no other has a certificate of the test's own.
describe.skipIf(!programs)('sslmode', () => {
  let postgres: OwnPostgres;
  let folder: string;

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'deskgraph-tls-'));
    for (const name of ['server', 'other']) selfSigned(name);
    postgres = await createPostgres(programs ?? '', 20);
  });

  afterAll(async () => {
    await postgres.destroy();
    rmSync(folder, { recursive: true });
  });

  /** A certificate for `localhost` that vouches for itself. */
  function selfSigned(name: string): void {
    const files = ['-keyout', join(folder, `${name}.key`), '-out', join(folder, `${name}.crt`)];
    const subject = ['-subj', '/CN=localhost', '-addext', 'subjectAltName=DNS:localhost', '-days', '2'];
    execFileSync('openssl', ['req', '-x509', '-newkey', 'rsa:2048', '-nodes', ...files, ...subject], {
      stdio: 'ignore',
    });
  }

  async function setDoors(doors: Doors): Promise<void> {
    const { data, hba } = await withServer(postgres.url, async (client) => {
      const { rows } = await client.query(
        `select current_setting('data_directory') as data, current_setting('hba_file') as hba`,
      );
      return rows[0];
    });
    const rule = { both: 'host', encrypted: 'hostssl', plain: 'hostnossl', 'without a certificate': 'host' }[
      doors
    ];
    // The test itself goes in by a name of its own, however it comes.
    const rules = `host all postgres 127.0.0.1/32 trust\n${rule} all guest 127.0.0.1/32 trust\n`;
    const write = (file: string, content: string) =>
      runAsServer('sh', '-c', `umask 077; printf '%s' "$1" > "$2"`, 'sh', content, file);
    for (const part of ['key', 'crt']) {
      const content = execFileSync('cat', [join(folder, `server.${part}`)], { encoding: 'utf8' });
      await write(join(data, `server.${part}`), content);
    }
    await write(hba, rules);
    await withServer(`${postgres.url}?sslmode=disable`, async (client) => {
      await client.query(
        'do $$ begin create role guest login; exception when duplicate_object then null; end $$',
      );
      await client.query(`alter system set ssl = ${doors === 'without a certificate' ? 'off' : 'on'}`);
      await client.query('select pg_reload_conf()');
    });
    // A reload takes a moment, and tells nobody.
    const file = doors === 'without a certificate' ? 'off' : 'on';
    for (let ssl = ''; ssl !== file; )
      ssl = await withServer(`${postgres.url}?sslmode=disable`, async (client) => {
        const { rows } = await client.query(`select current_setting('ssl') as ssl`);
        return rows[0].ssl;
      });
  }

  /** Whether a connection with these parameters is encrypted, or why there is none. */
  async function connected(parameters: string, host: string): Promise<string> {
    const url = new URL(postgres.url);
    url.username = 'guest';
    url.hostname = host;
    url.search = parameters.replaceAll('FOLDER', folder);
    const pool = createPool(serverOf(url.href), { connections: 1 });
    try {
      const { rows } = await pool.query({
        text: 'select ssl from pg_stat_ssl where pid = pg_backend_pid()',
        rowMode: 'array',
      } as never);
      return (rows as unknown as boolean[][])[0]?.[0] ? 'encrypted' : 'plain';
    } catch (error) {
      return (error as Error).message;
    } finally {
      await pool.end();
    }
  }

  const noTls = 'The server does not support SSL connections';
  const refused = expect.stringContaining('no pg_hba.conf entry');
  const unknown = expect.stringMatching(/self-signed certificate/);
  const own = 'sslrootcert=FOLDER/server.crt';
  const others = 'sslrootcert=FOLDER/other.crt';

  test.each<[Doors, [string, string, unknown][]]>([
    [
      'both',
      [
        ['', 'localhost', 'encrypted'],
        ['sslmode=disable', 'localhost', 'plain'],
        ['sslmode=allow', 'localhost', 'plain'],
        ['sslmode=prefer', 'localhost', 'encrypted'],
        [`sslmode=prefer&${others}`, 'localhost', 'plain'],
        ['sslmode=require', 'localhost', 'encrypted'],
        ['ssl=true', 'localhost', 'encrypted'],
        [`sslmode=require&${own}`, '127.0.0.1', 'encrypted'],
        [`sslmode=require&${others}`, 'localhost', unknown],
        [`sslmode=verify-ca&${own}`, '127.0.0.1', 'encrypted'],
        [`sslmode=verify-ca&${others}`, 'localhost', unknown],
        [`sslmode=verify-full&${own}`, 'localhost', 'encrypted'],
        [`sslmode=verify-full&${own}`, '127.0.0.1', expect.stringMatching(/IP: 127\.0\.0\.1 is not/)],
        [`sslmode=verify-full&${others}`, 'localhost', unknown],
        ['sslmode=verify-full&sslrootcert=system', 'localhost', unknown],
      ],
    ],
    [
      'encrypted',
      [
        ['', 'localhost', 'encrypted'],
        ['sslmode=disable', 'localhost', refused],
        ['sslmode=allow', 'localhost', 'encrypted'],
        ['sslmode=require', 'localhost', 'encrypted'],
      ],
    ],
    [
      'plain',
      [
        ['sslmode=disable', 'localhost', 'plain'],
        ['sslmode=allow', 'localhost', 'plain'],
        ['sslmode=prefer', 'localhost', 'plain'],
        ['sslmode=require', 'localhost', refused],
        [`sslmode=verify-full&${own}`, 'localhost', refused],
      ],
    ],
    [
      'without a certificate',
      [
        ['', 'localhost', 'plain'],
        ['sslmode=allow', 'localhost', 'plain'],
        ['sslmode=prefer', 'localhost', 'plain'],
        ['sslmode=require', 'localhost', noTls],
        [`sslmode=verify-ca&${own}`, 'localhost', noTls],
        [`sslmode=verify-full&${own}`, 'localhost', noTls],
      ],
    ],
  ])('a server that takes %s', async (doors, cases) => {
    await setDoors(doors);
    const got: [string, string, string][] = [];
    for (const [parameters, host] of cases) got.push([parameters, host, await connected(parameters, host)]);
    expect(got).toEqual(cases);
  });
});

test.each([
  [
    'sslmode=maybe',
    'sslmode must be one of disable, allow, prefer, require, verify-ca, verify-full, not maybe',
  ],
  ['sslmode=verify-ca', 'sslmode=verify-ca needs sslrootcert, a file of certificates'],
  ['sslmode=require&sslcert=/nowhere', "ENOENT: no such file or directory, open '/nowhere'"],
])('%s is refused', (parameters, reason) => {
  expect(() => serverOf(`postgresql://u:secret@127.0.0.1/x?${parameters}`)).toThrow(
    `DATABASE_URL cannot be used: ${reason}`,
  );
});

test('a socket of this machine is not encrypted', () => {
  expect(serverOf('postgresql:///x?host=/run/postgresql&sslmode=require').ways).toEqual([false]);
});
