import { DvtError } from '../../core/errors.js';
import type { EngineSql } from '../../spi/engine.js';
import type { RelationName } from '../../spi/relation.js';
import { dialect } from './dialect.js';
import { quoteIdentifier, quoteString } from './quoting.js';

/** What a relation has beside its rows, as the statements that give it to the relation that takes its name. */
export interface Kept {
  readonly statements: readonly string[];
}

type Complete = RelationName & { readonly database: string; readonly schema: string };

const placed = ({ database, schema }: Complete) =>
  `lower(database_name) = lower(${quoteString(database)}) and lower(schema_name) = lower(${quoteString(schema)})`;

/** Comments and indexes of a table. */
export async function keptOf(sql: EngineSql, table: Complete): Promise<Kept> {
  const here = `${placed(table)} and lower(table_name) = lower(${quoteString(table.identifier)})`;
  const name = dialect.relation(table);
  const comments = await sql.query(
    `select null, comment from duckdb_tables() where ${here} and comment is not null
      union all select column_name, comment from duckdb_columns() where ${here} and comment is not null`,
  );
  const indexes = await sql.query(
    `select index_name, is_unique, expressions from duckdb_indexes() where ${here} and sql is not null`,
  );
  return {
    statements: [
      ...comments.rows.map(([column, comment]) =>
        column === null
          ? `comment on table ${name} is ${quoteString(String(comment))}`
          : `comment on column ${name}.${quoteIdentifier(String(column))} is ${quoteString(String(comment))}`,
      ),
      ...indexes.rows.map(
        ([index, unique, expressions]) =>
          `create ${unique ? 'unique ' : ''}index ${quoteIdentifier(String(index))} on ${name} (${expressionList(String(expressions))})`,
      ),
    ],
  };
}

/** Names, in lower case, of the relations of a schema that have comments, themselves or on a column. */
export async function commentedNames(sql: EngineSql, schema: Complete): Promise<ReadonlySet<string>> {
  const { rows } = await sql.query(
    `select table_name from duckdb_tables() where ${placed(schema)} and comment is not null
      union select view_name from duckdb_views() where ${placed(schema)} and comment is not null
      union select table_name from duckdb_columns() where ${placed(schema)} and comment is not null`,
  );
  return new Set(rows.map(([name]) => String(name).toLowerCase()));
}

/** `duckdb_indexes` gives expressions as the text of a list: `[id, '"two words"', (a + b)]`. */
function expressionList(text: string): string {
  return text.replace(/^\[|\]$/g, '').replace(/'((?:[^']|'')*)'/g, (_, quoted: string) => quoted.replaceAll("''", "'"));
}

export interface View {
  readonly name: string;
  readonly sql: string;
  readonly comment: string | null;
}

/** Views of the schema that work at present and whose texts name `except`, or a view of which the same is true. */
export async function workingViews(sql: EngineSql, except: Complete): Promise<readonly View[]> {
  const { rows } = await sql.query(
    `select view_name, sql, comment from duckdb_views()
      where ${placed(except)} and not internal and lower(view_name) <> lower(${quoteString(except.identifier)})`,
  );
  const views = rows.map(([name, definition, comment]) => ({
    name: String(name),
    sql: String(definition),
    comment: comment as string | null,
  }));
  const working: View[] = [];
  for (const view of dependents(views, except.identifier)) {
    if ((await failureOf(sql, { ...except, identifier: view.name })) === null) working.push(view);
  }
  return working;
}

/** A text that holds a name somewhere may depend on it, one that does not cannot. */
function dependents(views: readonly View[], name: string): readonly View[] {
  const found = new Set<View>();
  const texts = views.map((view) => ({ view, text: view.sql.toLowerCase() }));
  for (const names = [name]; names.length > 0; ) {
    const wanted = names.pop()!.toLowerCase().replaceAll('"', '""');
    for (const { view, text } of texts) {
      if (found.has(view) || !text.includes(wanted)) continue;
      found.add(view);
      names.push(view.name);
    }
  }
  return views.filter((view) => found.has(view));
}

/**
 * A view of DuckDB is bound when it is used, but must find the columns and types that it was made with: one that does not
 * is made again. Where that fails too it is dropped (`cascade`) or refused.
 */
export async function restoreViews(
  sql: EngineSql,
  schema: Complete,
  views: readonly View[],
  onDependents: 'recreate' | 'cascade',
): Promise<void> {
  const broken: string[] = [];
  for (const view of views) {
    const name = { ...schema, identifier: view.name };
    if ((await failureOf(sql, name)) === null) continue;
    const failure = await remade(sql, name, view);
    if (failure === null) continue;
    if (onDependents === 'recreate') broken.push(`${view.name} (${failure})`);
    else await sql.query(`drop view ${dialect.relation(name)}`);
  }
  if (broken.length === 0) return;
  throw new DvtError({
    code: 'DVT5501',
    message: `views that would no longer work: ${broken.join('; ')}`,
    hint: 'Change them first, or set on_dependents: cascade on the model, which drops them.',
  });
}

async function failureOf(sql: EngineSql, name: Complete): Promise<string | null> {
  try {
    await sql.columns(`select * from ${dialect.relation(name)}`);
    return null;
  } catch (error) {
    return (error as Error).message;
  }
}

async function remade(sql: EngineSql, name: Complete, view: View): Promise<string | null> {
  const body = /^create\s+view\s+.*?\s+as\s+([\s\S]*?);?\s*$/i.exec(view.sql)?.[1];
  if (body === undefined) return 'its definition cannot be read';
  try {
    await sql.columns(body);
  } catch (error) {
    return (error as Error).message;
  }
  await sql.query(`create or replace view ${dialect.relation(name)} as ${body}`);
  if (view.comment !== null)
    await sql.query(`comment on view ${dialect.relation(name)} is ${quoteString(view.comment)}`);
  return null;
}
