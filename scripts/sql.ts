import { parseArgs } from 'node:util';
import { graphql } from 'graphql';
import { readOwner } from '../src/auth/caller.ts';
import { type Database, openCurrentDatabase } from '../src/database/client.ts';
import { schema } from '../src/schema/schema.ts';
import { settingsOf } from '../src/settings.ts';

// `npm run sql -- '{ workloadReport { open } }'` answers a query as the owner of an account and prints each statement that the answer
// took: its text, the values bound to it, and the plan that the database made for it, with the time of each step.
const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { account: { type: 'string' }, variables: { type: 'string', default: '{}' } },
});

interface Statement {
  readonly query: string;
  readonly params: string;
}

async function planOf({ prisma }: Database, { query, params }: Statement): Promise<string> {
  const bound = JSON.parse(params) as unknown[];
  const rows = await prisma.$queryRawUnsafe<Record<string, string>[]>(
    `explain (analyze, buffers) ${query}`,
    ...bound,
  );
  return rows.flatMap((row) => Object.values(row)).join('\n');
}

async function main(query: string): Promise<void> {
  const database = await openCurrentDatabase(settingsOf(process.env), { connections: 1 });
  try {
    await answer(database, query);
  } finally {
    await database.close();
  }
}

async function answer(database: Database, query: string): Promise<void> {
  const first = await database.prisma.account.findFirst({ orderBy: { key: 'asc' }, select: { id: true } });
  const caller = await readOwner(database, values.account ?? first?.id ?? '');
  if (!caller) throw new Error('there is no such account: name one with --account, or import one first');
  const statements: Statement[] = [];
  let isAnswering = true;
  database.prisma.$on('query', (statement) => {
    if (isAnswering) statements.push(statement);
  });
  const answered = await graphql({
    schema,
    source: query,
    variableValues: JSON.parse(values.variables) as Record<string, unknown>,
    contextValue: { database, caller },
  });
  isAnswering = false;
  for (const [index, statement] of statements.entries()) {
    const plan = await planOf(database, statement).catch((error: Error) => `no plan: ${error.message}`);
    process.stdout.write(`-- statement ${index + 1} of ${statements.length}\n${statement.query}\n`);
    process.stdout.write(`-- values\n${statement.params}\n-- plan\n${plan}\n\n`);
  }
  process.stdout.write(`-- answer\n${JSON.stringify(answered, null, 2)}\n`);
}

try {
  await main(positionals[0] ?? '{ account { id } }');
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : error}\n`);
  process.exitCode = 2;
}
