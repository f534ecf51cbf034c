import { DuckDBInstance } from '@duckdb/node-api';
import pg from 'pg';

/** A relation as the database itself shows it. */
export interface Relation {
  readonly type: string;
  /** name, type, `not null` and comment of each, in their order */
  readonly columns: readonly string[];
  /** in an order of their own */
  readonly rows: readonly string[];
  /** comment, constraints, indexes and grants, where there are any */
  readonly details: readonly string[];
}

/** What a database holds, by `schema.name`. */
export type Relations = Readonly<Record<string, Relation>>;

type Query = (sql: string) => Promise<readonly Readonly<Record<string, unknown>>[]>;

/** Queries over a database's own catalog; each but the first gives `id`, the relation's, and `text`. */
interface Catalog {
  /** schema, name, type, id */
  readonly relations: string;
  /** also `name`, in the columns' order */
  readonly columns: string;
  readonly details: readonly string[];
}

const POSTGRES: Catalog = {
  relations: `select n.nspname as schema, c.relname as name, c.oid as id,
      case c.relkind when 'v' then 'view' when 'm' then 'materialized view' else 'table' end as type
    from pg_class c join pg_namespace n on n.oid = c.relnamespace
    where c.relkind in ('r', 'v', 'm', 'p') and n.nspname !~ '^(pg_|information_schema$)' order by 1, 2`,
  columns: `select attrelid as id, attname as name, concat_ws(' ', attname, format_type(atttypid, atttypmod),
      case when attnotnull then 'not null' end, '-- ' || col_description(attrelid, attnum)) as text
    from pg_attribute where attnum > 0 and not attisdropped order by attrelid, attnum`,
  details: [
    `select objoid as id, 'comment ' || description as text from pg_description where classoid = 'pg_class'::regclass and objsubid = 0`,
    `select conrelid as id, pg_get_constraintdef(oid) as text from pg_constraint where conrelid <> 0 and contype <> 'n'`,
    `select indrelid as id, regexp_replace(pg_get_indexdef(indexrelid), 'INDEX \\S+ ON \\S+', 'INDEX ON') as text from pg_index`,
    `select c.oid as id, 'grant ' || privilege_type || ' to ' || pg_get_userbyid(grantee) as text
      from pg_class c, aclexplode(c.relacl) where grantee <> c.relowner`,
  ],
};

const DUCKDB: Catalog = {
  relations: `select schema_name as schema, name, type, id from (
      select schema_name, table_name as name, 'table' as type, table_oid as id, internal, database_name from duckdb_tables()
      union all
      select schema_name, view_name, 'view', view_oid, internal, database_name from duckdb_views())
    where not internal and database_name = current_database() order by 1, 2`,
  columns: `select table_oid as id, column_name as name, concat_ws(' ', column_name, data_type,
      case when not is_nullable then 'not null' end, '-- ' || comment) as text
    from duckdb_columns() where not internal and database_name = current_database() order by table_oid, column_index`,
  details: [
    `select table_oid as id, 'comment ' || comment as text from duckdb_tables() where comment is not null`,
    `select view_oid as id, 'comment ' || comment as text from duckdb_views() where comment is not null and not internal`,
    `select table_oid as id, constraint_text as text from duckdb_constraints() where constraint_type <> 'NOT NULL'`,
    `select table_oid as id, sql as text from duckdb_indexes()`,
  ],
};

async function relations(query: Query, catalog: Catalog): Promise<Relations> {
  const found = await query(catalog.relations);
  // DuckDB lists the columns that a view had when it was last read.
  for (const { schema, name } of found) await query(`select * from ${quoted(schema)}.${quoted(name)} limit 0`);
  const columns = await query(catalog.columns);
  const details: Readonly<Record<string, unknown>>[] = [];
  for (const sql of catalog.details) details.push(...(await query(sql)));
  const all: Record<string, Relation> = {};
  for (const { schema, name, type, id } of found) {
    const own = columns.filter((column) => String(column['id']) === String(id));
    const texts = own.map((column) => `cast(${quoted(column['name'])} as varchar)`);
    const rows = await query(`select ${list(texts)} from ${quoted(schema)}.${quoted(name)}`);
    all[`${schema}.${name}`] = {
      type: String(type),
      columns: own.map(({ text }) => String(text)),
      rows: rows.map((row) => timeless(JSON.stringify(Object.values(row)))).sort(),
      details: details
        .filter((one) => String(one['id']) === String(id))
        .map(({ text }) => String(text))
        .sort(),
    };
  }
  return all;
}

function list(texts: readonly string[]): string {
  return texts.map((text, index) => `${text} as c${index}`).join(', ');
}

function quoted(name: unknown): string {
  return `"${String(name).replaceAll('"', '""')}"`;
}

/** The time of the run, and hashes over it, are other ones each time. Projects have no data after 2024. */
function timeless(text: string): string {
  return text
    .replace(/\b20(2[5-9]|[3-8]\d)-\d\d-\d\d[ T]\d\d:\d\d:\d\d(\.\d+)?([+-]\d\d(:\d\d)?)?/g, '<now>')
    .replace(/\b[0-9a-f]{32}\b/g, '<hash>');
}

/** What a DuckDB file holds; read in between two commands. */
export async function duckdbRelations(path: string): Promise<Relations> {
  return onDuckdb(path, (query) => relations(query, DUCKDB));
}

/** Runs SQL in a DuckDB file. */
export async function duckdbQuery(path: string, sql: string): Promise<void> {
  await onDuckdb(path, (query) => query(sql));
}

async function onDuckdb<T>(path: string, use: (query: Query) => Promise<T>): Promise<T> {
  const instance = await DuckDBInstance.create(path);
  const connection = await instance.connect();
  try {
    return await use(async (sql) => (await connection.runAndReadAll(sql)).getRowObjectsJson());
  } finally {
    connection.closeSync();
    instance.closeSync();
  }
}

/** What a PostgreSQL database holds. */
export async function postgresRelations(profile: object): Promise<Relations> {
  const client = new pg.Client(profile);
  await client.connect();
  try {
    return await relations(async (sql) => (await client.query(sql)).rows, POSTGRES);
  } finally {
    await client.end();
  }
}
