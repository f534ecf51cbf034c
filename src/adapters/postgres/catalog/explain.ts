import type { SourceEstimate } from '../../../spi/connection.js';
import type { Run } from '../session/pool.js';

interface PlanNode {
  readonly 'Node Type': string;
  readonly 'Plan Rows': number;
  readonly 'Total Cost': number;
  readonly Plans?: readonly PlanNode[];
}

/**
 * Asks for the plan of a query, with no compilation of what is not run: EXPLAIN prepares it all the same, and a session takes
 * some 25 ms to load the compiler. Before version 11 there is none.
 */
export function explainSql(sql: string): string {
  const off = `select pg_catalog.set_config('jit', 'off', true) where pg_catalog.current_setting('jit', true) is not null`;
  return `${off}; explain (format json) ${sql}`;
}

/** What the optimizer expects of a query (PostgreSQL manual, EXPLAIN); nothing is run. */
export async function explain(run: Run, sql: string): Promise<SourceEstimate | null> {
  const { rows } = await run(explainSql(sql));
  const [plan] = JSON.parse(rows.map(([line]) => line).join('\n')) as readonly { readonly Plan: PlanNode }[];
  if (plan === undefined) return null;
  return { rows: plan.Plan['Plan Rows'], cost: costOf(plan.Plan), beforeGrouping: false };
}

/** Of a scan by several processes without what gathers their rows: they are sent on from where they are read. */
function costOf(plan: PlanNode): number {
  const [below] = plan['Node Type'] === 'Gather' ? (plan.Plans ?? []) : [];
  return (below ?? plan)['Total Cost'];
}
