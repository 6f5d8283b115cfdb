import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect } from 'vitest';
import type { DatabasePlace } from '../harness/database.ts';
import { withServer } from '../harness/postgres.ts';

/** Nothing that the database wrote holds what must never be kept. */
export async function expectNoSecretStored({
  DATABASE_URL,
  DATA_DIR,
}: DatabasePlace['settings']): Promise<void> {
  if (DATABASE_URL) {
    const stored = await withServer(DATABASE_URL, async (client) => {
      const { rows: tables } = await client.query(
        `select tablename from pg_tables where schemaname = 'public'`,
      );
      const contents = [];
      for (const { tablename } of tables) {
        const { rows: found } = await client.query(`select to_jsonb(t)::text as row from "${tablename}" t`);
        contents.push(...found.map(({ row }) => row));
      }
      return contents.join('\n');
    });
    expect(stored).toContain('Peter Peters');
    expect(stored).not.toMatch(/CANARY|@example\.com|\+1555/);
  } else {
    const files = await readdir(DATA_DIR, { recursive: true, withFileTypes: true });
    const contents = await Promise.all(
      files
        .filter((file) => file.isFile())
        .map((file) => readFile(join(file.parentPath, file.name), 'latin1')),
    );
    expect(contents.some((content) => content.includes('Peter Peters'))).toBe(true);
    expect(contents.filter((content) => /CANARY|@example\.com/.test(content))).toEqual([]);
  }
}
