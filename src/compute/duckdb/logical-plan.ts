import type { LogicalOperator } from '../../spi/engine.js';
import type { NativeConnection } from './native-connection.js';
import { stringLiteral } from './sql-type.js';

/**
 * The optimized plan of a query with its columns by position; null for one that DuckDB 1.5 fails to serialize. Constants
 * in it are rounded to JavaScript's numbers, and an infinite one (DuckDB writes it bare) makes the plan null.
 */
export async function logicalPlan(connection: NativeConnection, sql: string): Promise<LogicalOperator | null> {
  const call = `json_serialize_plan(${stringLiteral(sql)}, optimize := true, skip_null := true)`;
  try {
    const [row] = await connection.rows(`select ${call}::varchar`);
    const answer = JSON.parse(String(row![0])) as { readonly plans?: readonly LogicalOperator[] };
    return answer.plans?.[0] ?? null;
  } catch {
    return null;
  }
}
