import type { ExpressionTree, QueryTree } from '../../spi/engine.js';
import type { NativeConnection } from './native-connection.js';
import { stringLiteral } from './quoting.js';

interface Serialized {
  readonly error: boolean;
  readonly statements?: readonly { readonly node: QueryTree }[];
}

/** The tree of one query; null for what is none, or cannot be serialized. */
export async function parseQuery(connection: NativeConnection, sql: string): Promise<QueryTree | null> {
  const [row] = await connection.rows(`select json_serialize_sql(${stringLiteral(sql)})::varchar`);
  return queryOf(String(row![0]));
}

/**
 * A tree as SQL; null where DuckDB cannot print it, or prints something whose tree is another one: its printer and its
 * parser do not agree everywhere.
 */
export async function printQuery(connection: NativeConnection, tree: QueryTree): Promise<string | null> {
  const json = `{"error":false,"statements":[{"node":${printed(tree)},"named_param_map":[]}]}`;
  try {
    const [row] = await connection.rows(`select json_deserialize_sql(${stringLiteral(json)}::json)`);
    const sql = String(row![0]);
    const again = await parseQuery(connection, sql);
    return again !== null && comparable(again) === comparable(tree) ? sql : null;
  } catch {
    return null;
  }
}

/** See QueryAnalyzer.firstRow. */
export async function firstRow(
  connection: NativeConnection,
  sql: string,
  conditions: readonly ExpressionTree[],
): Promise<readonly (string | null)[] | null> {
  const tree = await parseQuery(connection, sql);
  const where = { class: 'CONJUNCTION', type: 'CONJUNCTION_AND', children: conditions };
  const json = `{"error":false,"statements":[{"node":${printed({ ...tree!, where_clause: where })},"named_param_map":[]}]}`;
  try {
    const [row] = await connection.rows(`from json_execute_serialized_sql(${stringLiteral(json)}) limit 1`);
    return row?.map((value) => (value === null ? null : String(value))) ?? null;
  } catch {
    return null;
  }
}

export function expressionOf(json: string): ExpressionTree | null {
  return (queryOf(json)?.['where_clause'] ?? null) as ExpressionTree | null;
}

/**
 * Integers of 16 digits and more become strings: JavaScript's numbers would round them. So do infinities and NaN, which
 * DuckDB 1.5 writes bare and JSON has no numbers for.
 */
function queryOf(json: string): QueryTree | null {
  const exact = json.replace(/"(?:[^"\\]|\\.)*"|-?(?:\d{16,}(?![\d.eE])|inf(?:inity)?\b|nan\b)/gi, (part) =>
    part[0] === '"' ? part : `"${part}"`,
  );
  const parsed = JSON.parse(exact) as Serialized;
  return parsed.error || parsed.statements?.length !== 1 ? null : parsed.statements[0]!.node;
}

const NUMBER_KEYS: ReadonlySet<string> = new Set(['query_location', 'upper', 'lower', 'months', 'days', 'micros']);
const TEXT_TYPES: ReadonlySet<unknown> = new Set(['VARCHAR', 'BLOB', 'BIT', 'CHAR']);
const BARE = '\u0001bare:';

/** JSON with the numbers bare that `queryOf` made strings of. */
function printed(tree: QueryTree): string {
  const json = JSON.stringify(tree, function (this: Record<string, unknown>, key, value: unknown) {
    if (typeof value !== 'string') return value;
    const isValue = key === 'value' && 'is_null' in this && !TEXT_TYPES.has((this['type'] as { id?: unknown })?.id);
    return NUMBER_KEYS.has(key) || isValue ? BARE + value : value;
  });
  return json.replaceAll(/"\\u0001bare:([^"]*)"/g, '$1');
}

/** A tree without its places in a text, its keys in one order, to be compared. */
function comparable(tree: QueryTree): string {
  return JSON.stringify(tree, (key, value: unknown) => {
    if (key === 'query_location') return undefined;
    if (value === null || typeof value !== 'object' || Array.isArray(value)) return value;
    return Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)));
  });
}
