import { DvtError } from '../../../core/errors.js';
import { relation } from '../dialect/quote.js';
import { refusalOf } from '../session/refusal.js';
import { errorNumber } from '../session/server-error.js';
import type { Session } from '../session/session.js';

/** Errors that name a right which is missing: on a database, on a table. */
const DENIED: ReadonlySet<number | null> = new Set([1044, 1142]);

/**
 * Throws where the session's user may not create and fill tables in a database, by a statement that would. Other refusals say
 * nothing.
 */
export async function checkLoadable(session: Session, database: string): Promise<void> {
  const table = relation({ database: null, schema: database, identifier: 'dvt_rights' });
  const error = await refusalOf(session, `create table ${table} select 1 as one`);
  if (!(error instanceof DvtError) || !DENIED.has(errorNumber(error))) return;
  const hint = `The rights create, insert, alter and drop on ${database}.* are needed to publish there.`;
  throw new DvtError({ code: error.code, message: error.message, hint }, { cause: error.cause });
}
