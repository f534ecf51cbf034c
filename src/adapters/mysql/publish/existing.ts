import { string } from '../dialect/quote.js';
import type { Session } from '../session/session.js';

/** What stands under a name. */
export interface Existing {
  readonly kind: 'table' | 'view';
  readonly comment: string;
}

/** The table or view of a name, or null. */
export async function existing(session: Session, database: string, table: string): Promise<Existing | null> {
  const [row] = await session.texts(
    `select table_type, table_comment from information_schema.tables where table_schema = ${string(database)} and table_name = ${string(table)}`,
  );
  if (row === undefined) return null;
  const isView = /VIEW/.test(row[0] ?? '');
  // The comment of a view is the word VIEW.
  return { kind: isView ? 'view' : 'table', comment: isView ? '' : (row[1] ?? '') };
}
