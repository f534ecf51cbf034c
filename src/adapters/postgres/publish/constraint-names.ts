import type { RelationName } from '../../../spi/relation.js';
import { quoteIdentifier, quoteString, relationSql } from '../dialect/quoting.js';
import type { Run } from '../session/pool.js';

/**
 * Statements that give constraints which PostgreSQL named after the staging relation (`orders__dvt_1a2b_pkey`) the names
 * that they would have had on `final`, where the relation is by now. One whose name is another's in the schema stays as it is.
 */
export async function renameConstraints(
  run: Run,
  staging: RelationName,
  final: RelationName,
): Promise<readonly string[]> {
  const { rows } = await run(constraintsSql(staging, final));
  return rows.map(
    ([name, renamed]) =>
      `alter table ${relationSql(final)} rename constraint ${quoteIdentifier(name!)} to ${quoteIdentifier(renamed!)}`,
  );
}

/** Keys share their names with their indexes, and so with all relations of the schema. */
const constraintsSql = (staging: RelationName, final: RelationName) => `
select name, renamed from (
  select c.conname as name, ${quoteString(final.identifier)} || substr(c.conname, length(${quoteString(staging.identifier)}) + 1) as renamed,
    c.conrelid, c.connamespace
  from pg_catalog.pg_constraint c
  where c.conrelid = ${quoteString(relationSql(final))}::regclass and starts_with(c.conname, ${quoteString(staging.identifier)})) found
where not exists (select from pg_catalog.pg_class r where r.relnamespace = found.connamespace and r.relname = found.renamed)
  and not exists (select from pg_catalog.pg_constraint o where o.conrelid = found.conrelid and o.conname = found.renamed)
  and octet_length(renamed) <= 63
order by 1`;
