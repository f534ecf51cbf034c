import { explainSql } from '../catalog/explain.js';
import type { Run } from '../session/pool.js';

interface PlanNode {
  readonly 'Node Type': string;
  readonly 'Plan Rows': number;
  readonly 'Plan Width': number;
  readonly 'Workers Planned'?: number;
  readonly Plans?: readonly PlanNode[];
}

/** What a server expects of a query that scans one table. */
export interface ExpectedOutput {
  readonly bytes: number;
  /** processes that would share the scan beside the session's own, which then mostly hands on what they find */
  readonly workers: number;
}

/**
 * What the server expects a query over one table to return; null where it would not scan the table but find the rows by an
 * index, or where it does not say.
 */
export async function expectedOutput(run: Run, select: string): Promise<ExpectedOutput | null> {
  const { rows } = await run(explainSql(select));
  const [explained] = JSON.parse(rows[0]?.[0] ?? '[]') as { readonly Plan: PlanNode }[];
  if (explained === undefined || !leaves(explained.Plan).every((leaf) => leaf['Node Type'] === 'Seq Scan')) return null;
  const { Plan: plan } = explained;
  return { bytes: plan['Plan Rows'] * plan['Plan Width'], workers: plan['Workers Planned'] ?? 0 };
}

function leaves(node: PlanNode): readonly PlanNode[] {
  return node.Plans === undefined || node.Plans.length === 0 ? [node] : node.Plans.flatMap(leaves);
}
