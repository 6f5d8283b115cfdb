/** A node of a plan as PostgreSQL explains it. What it actually did is told where the statement was run. */
export interface PlanNode {
  readonly 'Node Type': string;
  readonly 'Relation Name'?: string;
  readonly 'Index Name'?: string;
  readonly 'CTE Name'?: string;
  readonly 'Actual Rows': number;
  readonly 'Actual Loops': number;
  readonly 'Rows Removed by Filter'?: number;
  readonly Plans?: readonly PlanNode[];
}

/** What `explain (format json)` answers. */
export type Explained = readonly { readonly 'QUERY PLAN': readonly { readonly Plan: PlanNode }[] }[];

/** The roots of the plans of an explanation. */
export function plansIn(explained: Explained): PlanNode[] {
  return explained.flatMap((row) => row['QUERY PLAN'].map(({ Plan }) => Plan));
}

/** A node and all that it is made of. */
export function nodesOf(node: PlanNode): PlanNode[] {
  return [node, ...(node.Plans ?? []).flatMap(nodesOf)];
}
