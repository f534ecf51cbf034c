import type { ServerInfo } from '../../../spi/connection.js';
import { quoteString } from '../dialect/quoting.js';
import type { Run } from '../session/pool.js';

/** The server's version, and what the user may do with the default schema. */
export async function inspectServer(run: Run, schema: string): Promise<ServerInfo> {
  const { rows } = await run(`select current_setting('server_version'), n.oid is not null,
  coalesce(has_schema_privilege(n.oid, 'usage'), false), coalesce(has_schema_privilege(n.oid, 'create'), false),
  has_database_privilege(current_database(), 'create'), pg_catalog.pg_is_in_recovery(),
  current_setting('transaction_read_only') = 'on'
from (select 1) one left join pg_catalog.pg_namespace n on n.nspname = ${quoteString(schema)}`);
  const [version, exists, usage, create, createSchemas, standby, readOnly] = rows[0]!;
  const writable = standby === 'f' && readOnly === 'f';
  const may: string[] = [];
  const mayNot: string[] = [];
  const say = (right: boolean, phrase: string, consequence: string) =>
    right ? may.push(phrase) : mayNot.push(`${phrase}: ${consequence}`);
  if (exists === 't') {
    say(usage === 't', `use schema ${schema}`, 'its relations can be neither read nor published');
    say(writable && create === 't', `create tables in ${schema}`, 'nothing can be published there');
  } else {
    mayNot.push(`use schema ${schema}: it does not exist (it is created by the first run that publishes there)`);
  }
  say(writable && createSchemas === 't', 'create schemas', 'models go to schemas that exist');
  return { version: `PostgreSQL ${version}`, may, mayNot };
}
