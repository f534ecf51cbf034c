import { DuckDBInstance } from '@duckdb/node-api';
import pg from 'pg';

/** A relation as the database itself shows it: columns with types, rows in an order of their own. */
export interface Relation {
  readonly type: string;
  readonly columns: readonly string[];
  readonly rows: readonly string[];
}

type Query = (sql: string) => Promise<Record<string, unknown>[]>;

/** Values that are the time of the run. */
const CLOCK = /^dbt_(updated_at|valid_from|valid_to|scd_id)$/;

/** All relations of one schema, by name. */
async function relations(query: Query, schema: string): Promise<Record<string, Relation>> {
  const found: Record<string, Relation> = {};
  const tables = await query(
    `select table_name, table_type from information_schema.tables where table_schema = '${schema}' order by 1`,
  );
  for (const { table_name: name, table_type: type } of tables) {
    const columns = await query(
      `select column_name, data_type from information_schema.columns where table_schema = '${schema}' and table_name = '${name}' order by ordinal_position`,
    );
    const names = columns.map((column) => String(column['column_name']));
    const rows = await query(
      `select ${names.map((column) => `cast("${column}" as varchar) as "${column}"`).join(', ')} from "${schema}"."${name}"`,
    );
    const text = (column: string, value: unknown): unknown => (CLOCK.test(column) ? value !== null : value);
    found[String(name)] = {
      type: String(type),
      columns: columns.map((column) => `${column['column_name']} ${column['data_type']}`),
      rows: rows.map((row) => JSON.stringify(names.map((column) => text(column, row[column])))).sort(),
    };
  }
  return found;
}

/** What a DuckDB file holds; read in between two commands. */
export async function duckdbRelations(path: string): Promise<Record<string, Relation>> {
  const instance = await DuckDBInstance.create(path, { access_mode: 'READ_ONLY' });
  const connection = await instance.connect();
  try {
    const query: Query = async (sql) => (await connection.runAndReadAll(sql)).getRowObjectsJson();
    return await relations(query, 'main');
  } finally {
    connection.closeSync();
    instance.closeSync();
  }
}

/** What a schema of a PostgreSQL database holds. */
export async function postgresRelations(profile: object, schema: string): Promise<Record<string, Relation>> {
  const client = new pg.Client(profile);
  await client.connect();
  try {
    return await relations(async (sql) => (await client.query(sql)).rows, schema);
  } finally {
    await client.end();
  }
}
