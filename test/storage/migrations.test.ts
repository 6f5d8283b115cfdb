import { readdirSync, readFileSync } from 'node:fs';
import { parse } from 'libpg-query';
import { expect, test } from 'vitest';

/** The last migration of the release before this one. Whoever makes a release names its last one here. */
const lastReleased = '20261129170000_reopened';

type Tree = { readonly [key: string]: unknown };
interface Column {
  readonly constraints?: readonly { readonly Constraint: { readonly contype: string } }[];
}
interface Command {
  readonly subtype: string;
  readonly def?: { readonly ColumnDef?: Column };
}

/** What a program of the release before does not notice. */
const harmless = [
  'CreateStmt',
  'CreateStatsStmt',
  'CreateEnumStmt',
  'CommentStmt',
  'SelectStmt',
  'InsertStmt',
];

/** The statements of a script that a program of the release before, which runs on meanwhile, may stumble on. */
async function stumblingBlocks(script: string): Promise<string[]> {
  const { stmts } = await parse(script);
  const made = new Set<string>();
  return (stmts as readonly { readonly stmt: Tree }[]).flatMap(({ stmt }) => {
    const [[kind = '', content] = []] = Object.entries(stmt);
    const relation = (content as { relation?: { relname: string } }).relation?.relname ?? '';
    if (kind === 'CreateStmt') made.add(relation);
    return harmless.includes(kind) || made.has(relation) || isHarmless(kind, content as Tree) ? [] : [kind];
  });
}

function isHarmless(kind: string, content: Tree): boolean {
  if (kind === 'IndexStmt') return content['unique'] !== true;
  if (kind === 'DropStmt') return content['removeType'] === 'OBJECT_INDEX';
  if (kind !== 'AlterTableStmt') return false;
  const commands = content['cmds'] as readonly { readonly AlterTableCmd: Command }[];
  return commands.every(({ AlterTableCmd: { subtype, def } }) => {
    const rules = def?.ColumnDef?.constraints?.map(({ Constraint: { contype } }) => contype) ?? [];
    return (
      subtype === 'AT_AddColumn' && (!rules.includes('CONSTR_NOTNULL') || rules.includes('CONSTR_DEFAULT'))
    );
  });
}

test('migrations since the last release leave a program of that release as it was', async () => {
  const names = readdirSync('prisma/migrations').filter((name) => /^\d/.test(name));
  expect(names).toContain(lastReleased);
  const since = names.filter((name) => name > lastReleased);
  expect(since.length).toBeGreaterThan(0);
  for (const name of since) {
    const script = readFileSync(`prisma/migrations/${name}/migration.sql`, 'utf8');
    expect([name, await stumblingBlocks(script)]).toEqual([name, []]);
  }
});

test.each([
  ['drop table tags', 'DropStmt'],
  ['alter table tags drop column name', 'AlterTableStmt'],
  ['alter table tags rename column name to title', 'RenameStmt'],
  ['alter table tags rename to labels', 'RenameStmt'],
  ['alter table tags add column rank integer not null', 'AlterTableStmt'],
  ['alter table tags alter column name type varchar(10)', 'AlterTableStmt'],
  ['alter table tags alter column name set not null', 'AlterTableStmt'],
  ['alter table tags add constraint short check (length(name) < 10)', 'AlterTableStmt'],
  ['create unique index on tags (name)', 'IndexStmt'],
  [`alter type plan add value 'HUGE'`, 'AlterEnumStmt'],
  ['update tags set name = lower(name)', 'UpdateStmt'],
])('"%s" would not', async (statement, kind) => {
  expect(await stumblingBlocks(statement)).toEqual([kind]);
});

test.each([
  'alter table tags add column rank integer',
  'alter table tags add column rank integer not null default 0',
  'create table ranks (key integer); create unique index on ranks (key); alter table ranks alter column key set not null',
  'create index on tags (name)',
  'drop index tags_idx',
])('"%s" would', async (statement) => {
  expect(await stumblingBlocks(statement)).toEqual([]);
});
