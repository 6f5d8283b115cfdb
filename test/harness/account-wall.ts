import { parse } from 'libpg-query';

/** A node of PostgreSQL's parse tree. */
type Tree = { readonly [key: string]: unknown };

/** Requests are counted by their tokens, whoever's these are. */
const ofNoAccount = ['_prisma_migrations', 'request_counts'];

/** What holds where a part of a statement stands. */
interface Surroundings {
  /** Names from WITH: not tables. */
  readonly named: ReadonlySet<string>;
  /** Tables of the statements around that are held to one account, by their aliases. */
  readonly bound: ReadonlyMap<string, string>;
}

interface Scope {
  /** Names of tables by their aliases. */
  readonly tables: Map<string, string>;
  readonly conditions: Condition[];
}

/** A condition that rows must meet, and the aliases whose rows those are; undefined: all of the scope. */
interface Condition {
  readonly test: unknown;
  readonly on?: readonly string[] | undefined;
}

/** The tables that a statement reads or changes without saying whose rows it means. */
export async function tablesWithoutAccount(sql: string): Promise<string[]> {
  const { stmts } = await parse(sql);
  return unboundIn(stmts, { named: new Set(), bound: new Map() });
}

function unboundIn(node: unknown, around: Surroundings): string[] {
  if (Array.isArray(node)) return node.flatMap((item) => unboundIn(item, around));
  if (!isTree(node)) return [];
  return Object.entries(node).flatMap(([kind, content]) => {
    if (!isTree(content)) return unboundIn(content, around);
    if (kind === 'InsertStmt') return unboundInInsert(content, around);
    const isStatement = kind === 'SelectStmt' || kind === 'UpdateStmt' || kind === 'DeleteStmt';
    return isStatement ? unboundInStatement(content, around) : unboundIn(content, around);
  });
}

function unboundInInsert(insert: Tree, around: Surroundings): string[] {
  const table = nameOf(insert['relation']);
  const named = new Set([...around.named, ...namesOfWith(insert)]);
  const read = unboundIn(insert, { ...around, named });
  // A new account's key follows on those of all others.
  if (table === 'accounts') return read.filter((name) => name !== table);
  const columns = treesIn(insert['cols']).map((column) => treeIn(column, 'ResTarget')?.['name']);
  return columns.includes('account_key') ? read : [table, ...read];
}

function unboundInStatement(statement: Tree, around: Surroundings): string[] {
  const named = new Set([...around.named, ...namesOfWith(statement)]);
  const sides = [statement['larg'], statement['rarg']].filter(isTree);
  const { larg: _left, rarg: _right, ...rest } = statement;
  const scope = scopeOf(rest, named);
  const bound = boundIn(scope, around.bound);
  const unbound = [...scope.tables].filter(([alias]) => !bound.has(alias)).map(([, table]) => table);
  return [
    ...unbound,
    ...sides.flatMap((side) => unboundInStatement(side, { named, bound: around.bound })),
    ...unboundIn(rest, { named, bound }),
  ];
}

function scopeOf(statement: Tree, named: ReadonlySet<string>): Scope {
  const scope: Scope = { tables: new Map(), conditions: [] };
  const sources = [...treesIn(statement['fromClause']), ...treesIn(statement['usingClause'])];
  if (isTree(statement['relation'])) sources.push({ RangeVar: statement['relation'] });
  for (const source of sources) addSource(scope, source, named);
  scope.conditions.push({ test: statement['whereClause'] });
  return scope;
}

/** Adds a table or a join, and returns the aliases that it brings. */
function addSource(scope: Scope, source: Tree, named: ReadonlySet<string>): string[] {
  const table = treeIn(source, 'RangeVar');
  if (table) {
    const name = nameOf(table);
    const alias = String(treeIn(table, 'alias')?.['aliasname'] ?? name);
    if (!named.has(name) && keyColumnsOf(name).length > 0) scope.tables.set(alias, name);
    return [alias];
  }
  const join = treeIn(source, 'JoinExpr');
  if (!join) return [];
  const [left = [], right = []] = [join['larg'], join['rarg']].map((side) =>
    isTree(side) ? addSource(scope, side, named) : [],
  );
  // The condition of an outer join leaves the rows of the preserved side as they are.
  scope.conditions.push({ test: join['quals'], on: join['jointype'] === 'JOIN_LEFT' ? right : undefined });
  return [...left, ...right];
}

/** The tables that are held to one account, by a bound value or by another table that is. */
function boundIn({ tables, conditions }: Scope, outside: Surroundings['bound']): Map<string, string> {
  const bound = new Map([...outside].filter(([alias]) => !tables.has(alias)));
  for (let before = -1; before < bound.size; ) {
    before = bound.size;
    for (const { test, on } of conditions) {
      for (const alias of heldBy(test, tables, bound)) {
        if (on?.includes(alias) ?? true) bound.set(alias, tables.get(alias) ?? '');
      }
    }
  }
  return bound;
}

/** The aliases that a condition holds to one account: any part of AND does, every part of OR must. */
function heldBy(test: unknown, tables: Scope['tables'], bound: Surroundings['bound']): string[] {
  const { boolop, args } = treeIn(test, 'BoolExpr') ?? {};
  const parts = treesIn(args).map((part) => heldBy(part, tables, bound));
  if (boolop === 'AND_EXPR') return parts.flat();
  if (boolop === 'OR_EXPR')
    return [...tables.keys()].filter((alias) => parts.every((part) => part.includes(alias)));
  return sidesOfEquality(test).flatMap(([column, value]) => {
    const alias = accountAliasOf(column, tables);
    return alias && isOneAccount(value, bound) ? [alias] : [];
  });
}

/** Both readings of `one = other` or `one in (other)`; none of any other condition. */
function sidesOfEquality(test: unknown): [unknown, unknown][] {
  const { kind, name, lexpr, rexpr } = treeIn(test, 'A_Expr') ?? {};
  if (nameIn(name) !== '=') return [];
  const items = treesIn(treeIn(rexpr, 'List')?.['items']);
  if (kind === 'AEXPR_IN' && items.length === 1) return [[lexpr, items[0]]];
  return kind === 'AEXPR_OP'
    ? [
        [lexpr, rexpr],
        [rexpr, lexpr],
      ]
    : [];
}

function isOneAccount(value: unknown, bound: Surroundings['bound']): boolean {
  const plain = treeIn(value, 'TypeCast')?.['arg'] ?? value;
  if (treeIn(plain, 'ParamRef')) return true;
  const fields = treesIn(treeIn(plain, 'ColumnRef')?.['fields']);
  const [alias = '', column] = fields.slice(-2).map(nameIn);
  return column === (bound.get(alias) === 'accounts' ? 'key' : 'account_key') && bound.has(alias);
}

/** The alias whose account a column names; undefined where it names none. */
function accountAliasOf(node: unknown, tables: Scope['tables']): string | undefined {
  const fields = treesIn(treeIn(node, 'ColumnRef')?.['fields']).map(nameIn);
  const column = fields.at(-1) ?? '';
  const [only] = tables.size === 1 ? tables.keys() : [];
  const alias = fields.at(-2) ?? only;
  return alias !== undefined && keyColumnsOf(tables.get(alias)).includes(column) ? alias : undefined;
}

/** The columns that say whose a table's row is; none where it is nobody's. */
function keyColumnsOf(table: string | undefined): string[] {
  if (table === undefined || ofNoAccount.includes(table) || table.startsWith('pg_')) return [];
  return table === 'accounts' ? ['key', 'id'] : ['account_key'];
}

function namesOfWith(statement: Tree): string[] {
  return treesIn(treeIn(statement, 'withClause')?.['ctes']).map((cte) =>
    String(treeIn(cte, 'CommonTableExpr')?.['ctename']),
  );
}

function nameOf(table: unknown): string {
  return isTree(table) ? String(table['relname']) : '';
}

/** The text of a name, or of a list of one name. */
function nameIn(node: unknown): string | undefined {
  const [first] = Array.isArray(node) ? node : [node];
  const text = treeIn(first, 'String')?.['sval'];
  return typeof text === 'string' ? text : undefined;
}

function treeIn(node: unknown, kind: string): Tree | undefined {
  const child = isTree(node) ? node[kind] : undefined;
  return isTree(child) ? child : undefined;
}

function treesIn(node: unknown): Tree[] {
  return Array.isArray(node) ? node.filter(isTree) : [];
}

function isTree(node: unknown): node is Tree {
  return typeof node === 'object' && node !== null && !Array.isArray(node);
}
