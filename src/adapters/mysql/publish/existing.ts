import { string } from '../dialect/quote.js';
import type { Session } from '../session/session.js';

/** What stands under a name. */
export interface Existing {
  readonly kind: 'table' | 'view';
  readonly comment: string;
}

/** A table that is to be replaced: what hangs on it, so that only what is there is asked for more closely. */
export interface Surveyed extends Existing {
  readonly referenced: boolean;
  readonly triggers: boolean;
  readonly columnComments: boolean;
  readonly indexes: boolean;
}

/** As `existing`, with what hangs on it, in one statement. */
export async function survey(session: Session, database: string, table: string): Promise<Surveyed | null> {
  const there = (view: string, schemaColumn: string, tableColumn: string, more = '') =>
    `exists(select 1 from information_schema.${view} where ${schemaColumn} = ${string(database)} and ${tableColumn} = ${string(table)}${more})`;
  const [row] = await session.texts(
    `select table_type, table_comment,
${there('key_column_usage', 'referenced_table_schema', 'referenced_table_name')},
${there('triggers', 'event_object_schema', 'event_object_table')},
${there('columns', 'table_schema', 'table_name', " and column_comment <> ''")},
${there('statistics', 'table_schema', 'table_name')}
from information_schema.tables where table_schema = ${string(database)} and table_name = ${string(table)}`,
  );
  if (row === undefined) return null;
  const [kind, comment, referenced, triggers, columnComments, indexes] = row;
  return {
    ...described(kind, comment),
    referenced: referenced === '1',
    triggers: triggers === '1',
    columnComments: columnComments === '1',
    indexes: indexes === '1',
  };
}

/** The table or view of a name, or null. */
export async function existing(session: Session, database: string, table: string): Promise<Existing | null> {
  const [row] = await session.texts(
    `select table_type, table_comment from information_schema.tables where table_schema = ${string(database)} and table_name = ${string(table)}`,
  );
  return row === undefined ? null : described(row[0], row[1]);
}

/** The comment of a view is the word VIEW. */
function described(type: string | null | undefined, comment: string | null | undefined): Existing {
  const isView = /VIEW/.test(type ?? '');
  return { kind: isView ? 'view' : 'table', comment: isView ? '' : (comment ?? '') };
}
