import { DvtError } from '../../../core/errors.js';
import { quoteIdentifier, quoteString } from '../dialect/quoting.js';
import type { Session } from '../session/session.js';

/** Indexes and triggers that the user made on a table, as the statements that make them. */
export interface Attached {
  readonly name: string;
  readonly sql: string;
}

export async function attachedTo(session: Session, schema: string, table: string): Promise<readonly Attached[]> {
  const { rows } = await session.run(
    `select name, sql from ${quoteIdentifier(schema)}.sqlite_schema
      where type in ('index', 'trigger') and sql is not null and lower(tbl_name) = lower(${quoteString(table)})`,
  );
  return rows.map(([name, sql]) => ({ name: String(name), sql: String(sql) }));
}

/** Makes them again, on the table that has taken the name; says which the new columns do not allow. */
export async function attachAgain(
  session: Session,
  schema: string,
  attached: readonly Attached[],
  notice: (message: string) => void,
): Promise<void> {
  for (const { name, sql } of attached) {
    const qualified = sql.replace(
      /^(create\s+(?:unique\s+)?(?:index|trigger)\s+)/i,
      (start) => `${start}${quoteIdentifier(schema)}.`,
    );
    await session.run(qualified).catch((error: Error) => notice(`${name} was not made again: ${error.message}`));
  }
}

/** Views of a schema that work at present. */
export async function workingViews(session: Session, schema: string): Promise<readonly string[]> {
  const { rows } = await session.run(`select name from ${quoteIdentifier(schema)}.sqlite_schema where type = 'view'`);
  const working: string[] = [];
  for (const [name] of rows) if ((await failureOf(session, schema, String(name))) === null) working.push(String(name));
  return working;
}

/**
 * A view of SQLite is text, bound when it is used: it follows a replaced table by itself. One that the new columns break
 * is dropped (`cascade`) or refused.
 */
export async function checkViews(
  session: Session,
  schema: string,
  views: readonly string[],
  onDependents: 'recreate' | 'cascade',
): Promise<void> {
  const broken: string[] = [];
  for (const view of views) {
    const failure = await failureOf(session, schema, view);
    if (failure === null) continue;
    if (onDependents === 'recreate') broken.push(`${view} (${failure})`);
    else await session.run(`drop view ${quoteIdentifier(schema)}.${quoteIdentifier(view)}`);
  }
  if (broken.length === 0) return;
  throw new DvtError({
    code: 'DVT5407',
    message: `views that would no longer work: ${broken.join('; ')}`,
    hint: 'Change them first, or set on_dependents: cascade on the model, which drops them.',
  });
}

async function failureOf(session: Session, schema: string, view: string): Promise<string | null> {
  try {
    await session.run(`select * from ${quoteIdentifier(schema)}.${quoteIdentifier(view)} limit 0`);
    return null;
  } catch (error) {
    return (error as Error).message;
  }
}
