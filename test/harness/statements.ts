import type { Database } from '../../src/database/client.ts';

/** One statement as it was sent: its text and the values bound to it. */
export interface Statement {
  readonly sql: string;
  readonly values: readonly unknown[];
}

/** Records every statement that the database is sent from now on. */
export function recordStatements({ prisma }: Database): Statement[] {
  const statements: Statement[] = [];
  prisma.$on('query', ({ query, params }) => {
    statements.push({ sql: query, values: JSON.parse(params) as unknown[] });
  });
  return statements;
}
