import type { RelationName } from '../../../spi/relation.js';
import { quoteString } from '../dialect/quoting.js';
import type { Run } from '../session/pool.js';

/** A relation that stands under a name, whatever it is. */
export interface Existing {
  readonly oid: string;
  /** as DDL names it: `table`, `view`, `materialized view`, `foreign table` */
  readonly kind: string;
}

/** What a relation is in DDL, by its pg_class.relkind. */
export const DDL_KINDS: Readonly<Record<string, string>> = {
  r: 'table',
  p: 'table',
  v: 'view',
  m: 'materialized view',
  f: 'foreign table',
  S: 'sequence',
};

/** What stands under a name; null = nothing. */
export async function findExisting(run: Run, { schema, identifier }: RelationName): Promise<Existing | null> {
  const { rows } = await run(`select c.oid, c.relkind from pg_catalog.pg_class c
join pg_catalog.pg_namespace n on n.oid = c.relnamespace
where n.nspname = ${quoteString(schema ?? '')} and c.relname = ${quoteString(identifier)}`);
  const [found] = rows;
  return found ? { oid: found[0]!, kind: DDL_KINDS[found[1]!] ?? 'other' } : null;
}
