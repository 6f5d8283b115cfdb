import { Prisma } from './generated/client.ts';

/** So many statements are kept on each connection; a server keeps what it was sent for as long as the connection lives. */
const namesGiven = 500;

/** Begins a statement whose best plan depends on its values, so that it is planned each time that it is sent. */
export const plannedAnew = Prisma.sql`/* planned anew */`;

/**
 * Names statements by their text. PostgreSQL parses a named one once for each connection, and plans it once as well if that
 * does: planning takes longer than reading rollups does.
 */
export function statementNames(): (statement: { readonly sql: string }) => string {
  const names = new Map<string, string>();
  return ({ sql }) => {
    const known = names.get(sql);
    if (known !== undefined) return known;
    const isNamed = names.size < namesGiven && !sql.includes(plannedAnew.sql);
    const name = isNamed ? `deskgraph ${names.size + 1}` : '';
    if (isNamed) names.set(sql, name);
    return name;
  };
}
