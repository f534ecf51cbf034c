import { DvtError } from '../../../core/errors.js';
import { relation, string } from '../dialect/quote.js';
import { errorNumber } from '../session/server-error.js';
import type { Session } from '../session/session.js';

/** Errors that name a right which is missing: on a database, on a table. */
const DENIED: ReadonlySet<number | null> = new Set([1044, 1142]);

/**
 * Throws where the session's user may not create and fill tables in a database. The server is asked to prepare a statement
 * that would, which it does not run: that takes roles, patterns and whatever else gives rights into account. Other
 * refusals say nothing.
 */
export async function checkLoadable(session: Session, database: string): Promise<void> {
  const table = relation({ database: null, schema: database, identifier: 'dvt_rights' });
  await session.run(`set @dvt_rights = ${string(`create table ${table} select 1 as one`)}`);
  try {
    await session.run('prepare dvt_rights from @dvt_rights');
  } catch (error) {
    if (!(error instanceof DvtError) || !DENIED.has(errorNumber(error))) return;
    const hint = `The rights create, insert, alter and drop on ${database}.* are needed to publish there.`;
    throw new DvtError({ code: error.code, message: error.message, hint }, { cause: error.cause });
  }
  await session.run('deallocate prepare dvt_rights');
}
