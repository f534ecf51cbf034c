/**
 * The catalog query of `describe`: one row a column (one with a null column for a relation without any), for relations
 * given as a JSON array of [schema, name]. Works from PostgreSQL 12 to 18: columns of pg_database that newer versions
 * have are read through to_jsonb. Sizes are those of all partitions or children together; one of them that was never counted
 * and is empty, as those of next month are, does not make the sum unknown.
 */
export function describeSql(namesLiteral: string): string {
  return `with recursive
wanted as (
  select w.ordinality::int - 1 as position, w.value ->> 0 as schema_name, w.value ->> 1 as relation_name
  from jsonb_array_elements(${namesLiteral}::jsonb) with ordinality w),
found as (
  select w.position, c.oid, c.relkind, c.relowner, n.oid as schema_oid
  from wanted w join pg_namespace n on n.nspname = w.schema_name
  join pg_class c on c.relnamespace = n.oid and c.relname = w.relation_name
  where c.relkind in ('r', 'p', 'v', 'm', 'f')),
family as (
  select position, oid as member from found where relkind in ('r', 'p', 'm', 'f')
  union
  select f.position, i.inhrelid from family f join pg_inherits i on i.inhparent = f.member),
members as (
  select f.position, c.reltuples, c.relpages::int8 * current_setting('block_size')::int8 as bytes,
    case when c.reltuples < 0 or c.reltuples = 0 and c.relpages = 0 then
      c.relkind = 'f' or pg_relation_size(c.oid) > 0 or not exists (select from pg_inherits i where c.oid in (i.inhparent, i.inhrelid))
    end as is_unknown
  from family f join pg_class c on c.oid = f.member where c.relkind in ('r', 'm', 'f')),
sizes as (
  select position,
    case when bool_or(is_unknown) is not true then nullif(sum(greatest(reltuples, 0)), 0)::int8 end as row_count,
    case when bool_or(is_unknown) is not true then nullif(sum(bytes), 0)::int8 end as byte_count
  from members group by 1),
keys as (
  select f.position, jsonb_agg(k.columns)::text as keys
  from found f join pg_index i on i.indrelid = f.oid
  cross join lateral (
    select jsonb_agg(a.attname) as columns, bool_and(a.attnotnull) as required
    from generate_series(0, i.indnkeyatts - 1) g
    join pg_attribute a on a.attrelid = i.indrelid and a.attnum = i.indkey[g]) k
  where i.indisunique and i.indisvalid and i.indimmediate and i.indpred is null and i.indexprs is null and k.required
    and (f.relkind <> 'r' or not exists (select from pg_inherits h where h.inhparent = f.oid))
  group by 1),
base_types as (
  select oid, oid as base, -1 as modifier, typtype from pg_type where typtype = 'd'
  union all
  select b.oid, t.typbasetype, case when t.typtypmod >= 0 then t.typtypmod else b.modifier end, u.typtype
  from base_types b join pg_type t on t.oid = b.base join pg_type u on u.oid = t.typbasetype where b.typtype = 'd'),
here as (
  select to_jsonb(d) ->> 'datlocprovider' as provider, d.datcollate, getdatabaseencoding() = 'UTF8' as utf8
  from pg_database d where d.datname = current_database())
select f.position, f.relkind, s.row_count, s.byte_count,
  has_schema_privilege(f.schema_oid, 'usage') and has_any_column_privilege(f.oid, 'select') as may_read,
  a.attname, format_type(t.oid, case when b.oid is null then a.atttypmod else b.modifier end) as spelling,
  t.typtype, a.attnotnull, has_column_privilege(f.oid, a.attnum, 'select') as may_read_column,
  case when a.attcollation = 0 then null
    when not coll.collisdeterministic then 'nondeterministic'
    when not h.utf8 then 'another encoding'
    when coll.collname in ('C', 'POSIX', 'ucs_basic', 'pg_c_utf8') then 'bytewise'
    when case when coll.collprovider = 'd' then coalesce(h.provider, 'c') else coll.collprovider::text end = 'b' then 'bytewise'
    when case when coll.collprovider = 'd' then coalesce(h.provider, 'c') else coll.collprovider::text end = 'c'
      and case when coll.collprovider = 'd' then h.datcollate else coll.collcollate end in ('C', 'POSIX', 'C.UTF-8', 'C.utf8') then 'bytewise'
    else 'deterministic' end as collation, keys.keys, st.n_distinct,
  pg_get_userbyid(f.relowner) as owner, obj_description(f.oid, 'pg_class') as comment, col_description(f.oid, a.attnum) as column_comment
from found f cross join here h
left join sizes s on s.position = f.position
left join keys on keys.position = f.position
left join pg_attribute a on a.attrelid = f.oid and a.attnum > 0 and not a.attisdropped
left join base_types b on b.oid = a.atttypid and b.typtype <> 'd'
left join pg_type t on t.oid = coalesce(b.base, a.atttypid)
left join pg_collation coll on coll.oid = a.attcollation
left join wanted w on w.position = f.position
left join pg_stats st on st.schemaname = w.schema_name and st.tablename = w.relation_name and st.attname = a.attname
  and st.inherited = exists (select from pg_inherits i where i.inhparent = f.oid)
order by f.position, a.attnum`;
}
