import { quoteString } from '../dialect/quoting.js';
import type { Run } from '../session/pool.js';

/**
 * Statements that give the relation `target` the comments, grants and owner of the relation `oid`, in this order. Columns
 * that the target lacks are left out. Grants are made equal: what default privileges gave to others is revoked.
 */
export async function keepStatements(
  run: Run,
  oid: string,
  target: string,
  targetKind: string,
): Promise<readonly string[]> {
  const { rows } = await run(keepSql(oid, quoteString(target), quoteString(targetKind)));
  return rows.map((row) => row[0]!);
}

/** For a view that does not exist yet its columns are those of the old one, so they are not looked for. */
const keepSql = (oid: string, target: string, kind: string) => `
with old as (select * from pg_catalog.pg_class where oid = ${oid}),
old_columns as (
  select a.* from pg_catalog.pg_attribute a where a.attrelid = ${oid} and a.attnum > 0 and not a.attisdropped
  and (to_regclass(${target}) is null or exists (select 1 from pg_catalog.pg_attribute n
    where n.attrelid = to_regclass(${target}) and n.attname = a.attname and n.attnum > 0 and not n.attisdropped))),
statements (step, sql) as (
  select 1, format('comment on %s %s is %L', ${kind}, ${target}, pg_catalog.obj_description(${oid}, 'pg_class'))
    where pg_catalog.obj_description(${oid}, 'pg_class') is not null
  union all
  select 2, format('comment on column %s.%I is %L', ${target}, attname, pg_catalog.col_description(${oid}, attnum))
    from old_columns where pg_catalog.col_description(${oid}, attnum) is not null
  union all
  select distinct 3, format('revoke all on %s from %s', ${target}, ${roleName('a.grantee')})
    from pg_catalog.pg_class n, old, pg_catalog.aclexplode(n.relacl) a
    where n.oid = to_regclass(${target}) and old.relacl is not null and a.grantee <> n.relowner
  union all
  select 4, format('grant %s on %s to %s', string_agg(a.privilege_type, ', '), ${target}, ${roleName('a.grantee')}) || ${grantOption}
    from old, pg_catalog.aclexplode(old.relacl) a where a.grantee <> old.relowner group by a.grantee, a.is_grantable
  union all
  select 5, format('grant %s (%I) on %s to %s', a.privilege_type, c.attname, ${target}, ${roleName('a.grantee')}) || ${grantOption}
    from old, old_columns c, pg_catalog.aclexplode(c.attacl) a where a.grantee <> old.relowner
  union all
  select 6, format('alter %s %s owner to %I', ${kind}, ${target}, pg_catalog.pg_get_userbyid(relowner))
    from old where pg_catalog.pg_get_userbyid(relowner) <> current_user)
select sql from statements order by step`;

const roleName = (oid: string) =>
  `case when ${oid} = 0 then 'public' else quote_ident(pg_catalog.pg_get_userbyid(${oid})) end`;
const grantOption = "case when a.is_grantable then ' with grant option' else '' end";
