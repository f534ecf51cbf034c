import type { SourceEstimate } from '../../../spi/connection.js';
import type { Run } from '../session/pool.js';

interface PlanNode {
  readonly 'Plan Rows': number;
  readonly 'Total Cost': number;
}

/** What the optimizer expects of a query (PostgreSQL manual, EXPLAIN); nothing is run. */
export async function explain(run: Run, sql: string): Promise<SourceEstimate | null> {
  const { rows } = await run(`explain (format json) ${sql}`);
  const [plan] = JSON.parse(rows.map(([line]) => line).join('\n')) as readonly { readonly Plan: PlanNode }[];
  if (plan === undefined) return null;
  return { rows: plan.Plan['Plan Rows'], cost: plan.Plan['Total Cost'], beforeGrouping: false };
}
