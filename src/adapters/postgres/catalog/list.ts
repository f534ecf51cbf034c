import type { ListedRelation } from '../../../spi/connection.js';
import type { RelationKind } from '../../../spi/relation.js';
import { quoteString } from '../dialect/quoting.js';
import type { Run } from '../session/pool.js';

/** pg_class.relkind of what dvt reads: tables, partitioned tables, views, materialized views, foreign tables. */
export const RELATION_KINDS: Readonly<Record<string, RelationKind>> = {
  r: 'table',
  p: 'table',
  v: 'view',
  m: 'materialized view',
  f: 'external',
};

/** Relations of one schema, by name. */
export async function listRelations(
  run: Run,
  { database, schema }: { readonly database: string | null; readonly schema: string },
): Promise<readonly ListedRelation[]> {
  const kinds = Object.keys(RELATION_KINDS).map(quoteString).join(', ');
  const { rows } = await run(`select c.relname, c.relkind
from pg_catalog.pg_class c join pg_catalog.pg_namespace n on n.oid = c.relnamespace
where n.nspname = ${quoteString(schema)} and c.relkind in (${kinds}) order by c.relname collate "C"`);
  return rows.map(([identifier, kind]) => ({
    name: { database, schema, identifier: identifier! },
    kind: RELATION_KINDS[kind!]!,
  }));
}
