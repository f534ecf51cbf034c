import { DvtError } from '../../../core/errors.js';
import { quoteIdentifier, quoteString } from '../dialect/quoting.js';
import type { SessionOptions } from '../session/options.js';
import type { Run } from '../session/pool.js';

/** Throws where the session's user may not create tables in a schema, or nobody may on this server. */
export async function checkLoadable(run: Run, { name }: Pick<SessionOptions, 'name'>, schema: string): Promise<void> {
  const { rows } = await run(`select current_user, pg_catalog.has_schema_privilege(n.oid, 'create'),
  pg_catalog.pg_is_in_recovery(), current_setting('transaction_read_only') = 'on'
from pg_catalog.pg_namespace n where n.nspname = ${quoteString(schema)}`);
  const [user, create, standby, readOnly] = rows[0] ?? [];
  const refused = (what: string, hint: string) =>
    new DvtError({ code: 'DVT4006', message: `Connection ${name}: ${what}`, hint });
  if (standby === 't') throw refused('the server is a standby, which takes no tables.', 'Publish on the primary.');
  if (readOnly === 't') {
    throw refused(
      `sessions of ${user} are read-only (default_transaction_read_only).`,
      'Set it to off for this user or database, or publish with another user.',
    );
  }
  if (create === 'f') {
    throw refused(
      `${user} may not create tables in the schema ${schema}.`,
      `grant create on schema ${quoteIdentifier(schema)} to ${quoteIdentifier(user ?? '')}, or publish in another schema.`,
    );
  }
}
