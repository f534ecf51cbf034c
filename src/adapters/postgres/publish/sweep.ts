import { parseStagingName } from '../../../core/staging-name.js';
import type { RelationName } from '../../../spi/relation.js';
import { RELATION_KINDS } from '../catalog/list.js';
import { quoteString, relationSql } from '../dialect/quoting.js';
import type { Run } from '../session/pool.js';
import { runLockKey } from './locks.js';

/** Drops staging relations of runs that are no more: whose lock nobody holds. */
export async function sweepStaging(
  run: Run,
  schemas: readonly string[],
  database: string,
): Promise<readonly RelationName[]> {
  if (schemas.length === 0) return [];
  const { rows } = await run(`select n.nspname, c.relname, c.relkind from pg_catalog.pg_class c
join pg_catalog.pg_namespace n on n.oid = c.relnamespace
where n.nspname in (${schemas.map(quoteString).join(', ')}) and c.relkind in ('r', 'v', 'm')
  and strpos(c.relname, '__dvt_') > 0 order by 1, 2`);
  const dropped: RelationName[] = [];
  for (const [schema, identifier, kind] of rows) {
    const runId = parseStagingName(identifier!)?.runId;
    if (runId === undefined) continue;
    const key = runLockKey(runId);
    const locked = (await run(`select pg_catalog.pg_try_advisory_lock(${key})`)).rows[0]![0] === 't';
    if (!locked) continue;
    const name = { database, schema: schema!, identifier: identifier! };
    try {
      await run(`drop ${RELATION_KINDS[kind!]} if exists ${relationSql(name)}`);
      dropped.push(name);
    } finally {
      await run(`select pg_catalog.pg_advisory_unlock(${key})`);
    }
  }
  return dropped;
}
