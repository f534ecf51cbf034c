import type { Run } from '../session/pool.js';

interface PlanNode {
  readonly 'Node Type': string;
  readonly 'Plan Rows': number;
  readonly 'Plan Width': number;
  readonly Plans?: readonly PlanNode[];
}

/**
 * Bytes that the server expects a query over one table to return; null where it would not scan the table but find the rows
 * by an index, or where it does not say.
 */
export async function outputBytes(run: Run, select: string): Promise<number | null> {
  const { rows } = await run(`explain (format json) ${select}`);
  const [explained] = JSON.parse(rows[0]?.[0] ?? '[]') as { readonly Plan: PlanNode }[];
  if (explained === undefined || !leaves(explained.Plan).every((leaf) => leaf['Node Type'] === 'Seq Scan')) return null;
  return explained.Plan['Plan Rows'] * explained.Plan['Plan Width'];
}

function leaves(node: PlanNode): readonly PlanNode[] {
  return node.Plans === undefined || node.Plans.length === 0 ? [node] : node.Plans.flatMap(leaves);
}
