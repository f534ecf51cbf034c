import { quoteString } from '../dialect/quoting.js';
import type { Run } from '../session/pool.js';

/** A relation whose comments, grants and owner another one gets. */
export interface Keeper {
  readonly oid: string;
  /** the other one, as SQL spells it */
  readonly target: string;
  /** what the other one is, as DDL names it */
  readonly kind: string;
}

/** Whether a relation has any of them that a new one would not have; `c` names its row of pg_class. */
export function isKept(c: string): string {
  return `(${c}.relacl is not null or pg_catalog.pg_get_userbyid(${c}.relowner) <> current_user
  or exists (select 1 from pg_catalog.pg_description d where d.objoid = ${c}.oid and d.classoid = 'pg_catalog.pg_class'::regclass)
  or exists (select 1 from pg_catalog.pg_attribute a where a.attrelid = ${c}.oid and a.attacl is not null))`;
}

/**
 * Statements that give the target its relation's comments, grants and owner, in this order, by the relation's oid. Columns
 * that the target lacks are left out. Grants are made equal: what default privileges gave to others is revoked.
 */
export async function keptStatements(
  run: Run,
  keepers: readonly Keeper[],
): Promise<ReadonlyMap<string, readonly string[]>> {
  if (keepers.length === 0) return new Map();
  const each = keepers.map(({ oid, target, kind }, at) => {
    const statements = keepSql(oid, quoteString(target), quoteString(kind));
    return `select ${at} as keeper, step, sql from (${statements}) k${at}`;
  });
  const { rows } = await run(`${each.join('\nunion all\n')}\norder by keeper, step`);
  return new Map(
    keepers.map(({ oid }, at) => [oid, rows.filter(([keeper]) => Number(keeper) === at).map(([, , sql]) => sql!)]),
  );
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
select step, sql from statements`;

const roleName = (oid: string) =>
  `case when ${oid} = 0 then 'public' else quote_ident(pg_catalog.pg_get_userbyid(${oid})) end`;
const grantOption = "case when a.is_grantable then ' with grant option' else '' end";
