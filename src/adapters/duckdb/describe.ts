import type { ListedRelation } from '../../spi/connection.js';
import type { EngineSql } from '../../spi/engine.js';
import type { RelationDescription, RelationName } from '../../spi/relation.js';
import { dialect } from './dialect.js';
import { quoteString } from './quoting.js';

type Place = { readonly database: string; readonly schema: string };

/** Relations of a schema, by name. */
export async function listRelations(sql: EngineSql, { database, schema }: Place): Promise<readonly ListedRelation[]> {
  const here = `lower(database_name) = lower(${quoteString(database)}) and lower(schema_name) = lower(${quoteString(schema)})`;
  const { rows } = await sql.query(
    `select table_name, 'table' as kind from duckdb_tables() where ${here}
      union all select view_name, 'view' from duckdb_views() where ${here} and not internal order by 1`,
  );
  return rows.map(([identifier, kind]) => ({
    name: { database, schema, identifier: String(identifier) },
    kind: kind === 'view' ? 'view' : 'table',
  }));
}

/** One relation with its columns; null where the schema has none of that name. */
export async function describeRelation(
  sql: EngineSql,
  name: RelationName & Place,
): Promise<RelationDescription | null> {
  const wanted = `lower(database_name) = lower(${quoteString(name.database)})
    and lower(schema_name) = lower(${quoteString(name.schema)})`;
  const { rows } = await sql.query(
    `select table_name, 'table', estimated_size, comment from duckdb_tables()
      where ${wanted} and lower(table_name) = lower(${quoteString(name.identifier)})
      union all select view_name, 'view', null, comment from duckdb_views()
      where ${wanted} and lower(view_name) = lower(${quoteString(name.identifier)})`,
  );
  if (!rows[0]) return null;
  const [identifier, kind, size, comment] = rows[0];
  const complete = { database: name.database, schema: name.schema, identifier: String(identifier) };
  // Reads the relation, without which the catalog has the columns that a view had when it was last read.
  const columns = await sql.columns(`select * from ${dialect.relation(complete)}`);
  const declared = await sql.query(
    `select column_name, data_type, is_nullable, comment from duckdb_columns()
      where ${wanted} and table_name = ${quoteString(complete.identifier)}`,
  );
  const known = new Map(
    declared.rows.map(([column, type, nullable, text]) => [column, { type: String(type), nullable, comment: text }]),
  );
  return {
    name: complete,
    kind: kind === 'view' ? 'view' : 'table',
    columns: columns.map((column) => ({
      name: column.name,
      nativeType: known.get(column.name)?.type ?? column.type.kind,
      type: column.type,
      nullable: known.get(column.name)?.nullable !== false,
      comparison: 'same',
      ...commented(known.get(column.name)?.comment),
    })),
    statistics: { rows: size === null ? null : Number(size), bytes: null },
    ...commented(comment),
  };
}

function commented(comment: unknown): { readonly comment?: string } {
  return typeof comment === 'string' ? { comment } : {};
}
