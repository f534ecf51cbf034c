import type { EngineSql } from '../../spi/engine.js';
import type { RelationName } from '../../spi/relation.js';
import { dialect } from './dialect.js';

/**
 * Runs a statement that fails where a relation of its name exists; false: it failed, whatever the reason. A refused
 * statement leaves its transaction as it was.
 */
export async function attempted(sql: EngineSql, statement: string): Promise<boolean> {
  try {
    await sql.query(statement);
    return true;
  } catch {
    return false;
  }
}

/** Whether a relation can be read and has the columns of a query, by names, types and order. */
export async function hasColumnsOf(sql: EngineSql, name: RelationName, query: string): Promise<boolean> {
  try {
    const present = await sql.columns(`select * from ${dialect.relation(name)}`);
    return JSON.stringify(present) === JSON.stringify(await sql.columns(query));
  } catch {
    return false;
  }
}
