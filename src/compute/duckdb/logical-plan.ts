import type { LogicalOperator } from '../../spi/engine.js';
import type { NativeConnection } from './native-connection.js';
import { stringLiteral } from './quoting.js';

/**
 * DuckDB 1.5.5 serializes plans of some joins only without this optimizer, and plans of filters over CTEs only with it.
 * It decides which side of a join is built, and nothing of what a query needs.
 */
const EITHER_WAY = 'build_side_probe_side';

/**
 * The optimized plan of a query with its columns by position; null for one that DuckDB 1.5 fails to serialize. Constants
 * in it are rounded to JavaScript's numbers, and an infinite one (DuckDB writes it bare) makes the plan null.
 */
export async function logicalPlan(connection: NativeConnection, sql: string): Promise<LogicalOperator | null> {
  const plan = await serialized(connection, sql);
  if (plan !== null) return plan;
  const [row] = await connection.rows("select current_setting('disabled_optimizers')");
  const disabled = String(row![0]).split(',');
  const others = disabled.filter((name) => name !== EITHER_WAY);
  if (others.length === disabled.length) return null;
  try {
    await disable(connection, others);
    return await serialized(connection, sql);
  } finally {
    await disable(connection, disabled);
  }
}

async function serialized(connection: NativeConnection, sql: string): Promise<LogicalOperator | null> {
  const call = `json_serialize_plan(${stringLiteral(sql)}, optimize := true, skip_null := true)`;
  try {
    const [row] = await connection.rows(`select ${call}::varchar`);
    const answer = JSON.parse(String(row![0])) as { readonly plans?: readonly LogicalOperator[] };
    return answer.plans?.[0] ?? null;
  } catch {
    return null;
  }
}

async function disable(connection: NativeConnection, optimizers: readonly string[]): Promise<void> {
  await connection.run(`set global disabled_optimizers = ${stringLiteral(optimizers.join())}`);
}
