import { adapter } from '#dvt/adapters/postgres/index.js';
import type { ConformanceOptions, TypeSample } from '../../conformance/index.js';
import { freshPostgres } from '../../servers/index.js';

const seconds = (column: string) => `(extract(epoch from ${column}) * 1000000)::bigint`;

const samples: readonly TypeSample[] = [
  { ddl: 'boolean', literals: ['true', 'false'], print: '$::text', type: { kind: 'boolean' } },
  { ddl: 'smallint', literals: ['-32768', '32767'], type: { kind: 'int16' } },
  { ddl: 'integer', literals: ['-2147483648', '2147483647'], type: { kind: 'int32' } },
  { ddl: 'bigint', literals: ['-9223372036854775808', '9223372036854775807'], type: { kind: 'int64' } },
  { ddl: 'real', literals: ["'NaN'", "'-Infinity'", "'-0'", '1.5', '0.1', '3.4028235e38'], print: '$' },
  { ddl: 'double precision', literals: ["'NaN'", "'Infinity'", "'-0'", '0.1', '5e-324', '1.7976931348623157e308'] },
  {
    ddl: 'numeric(10,2)',
    literals: ['-99999999.99', '0', '0.01'],
    type: { kind: 'decimal', precision: 10, scale: 2 },
    refused: ["'NaN'"],
  },
  { ddl: 'numeric(38,0)', literals: [`-${'9'.repeat(38)}`, '9'.repeat(38)] },
  { ddl: 'numeric', literals: ['1.10', '-0.000000000000000000000000000001', `${'9'.repeat(60)}.5`, "'NaN'"] },
  { ddl: 'numeric(60,30)', literals: [`${'9'.repeat(30)}.${'1'.repeat(30)}`] },
  { ddl: 'money', literals: ["'-12.34'", "'92233720368547758.07'"] },
  { ddl: 'date', literals: ["'0001-01-01'", "'9999-12-31'", "'0044-03-15 BC'", "'infinity'", "'-infinity'"] },
  { ddl: 'time', literals: ["'00:00:00'", "'24:00:00'", "'23:59:59.999999'"], type: { kind: 'time' } },
  { ddl: 'time with time zone', literals: ["'12:00:00+05:30'", "'24:00:00-15:59'"] },
  {
    ddl: 'timestamp',
    literals: ["'0001-01-01 00:00:00'", "'9999-12-31 23:59:59.999999'", "'0044-03-15 10:00:00.5 BC'", "'infinity'"],
    type: { kind: 'timestamp' },
  },
  {
    ddl: 'timestamptz',
    literals: ["'2024-06-01 12:00:00+05:30'", "'0001-01-01 00:00:00+00'", "'-infinity'"],
    print: `case when isfinite($) then ($ at time zone 'UTC')::text || '+00' else $::text end`,
    type: { kind: 'timestamptz' },
  },
  {
    ddl: 'interval',
    literals: ["'1 year 2 months 3 days 04:05:06.789'", "'-1 day 24:00:00'", "'0'"],
    print:
      "(extract(year from $) * 12 + extract(month from $))::int || ' ' || extract(day from $)::int || ' ' || " +
      seconds(
        '($ - make_interval(years => extract(year from $)::int, months => extract(month from $)::int, days => extract(day from $)::int))',
      ),
    type: { kind: 'interval' },
  },
  { ddl: 'uuid', literals: ["'00000000-0000-0000-0000-000000000000'", "'ffffffff-ffff-ffff-ffff-ffffffffffff'"] },
  { ddl: 'text', literals: ["''", "'é😀'", "E'a\\r\\nb'", "'\\N'", `repeat('x', 70000)`], type: { kind: 'varchar' } },
  { ddl: 'varchar(20)', literals: ["'trailing  '", "''"] },
  { ddl: 'char(5)', literals: ["'ab'", "''", "'abcde'"], print: '$::text' },
  { ddl: 'text collate "und-x-icu"', literals: ["'Ä'", "'a'"] },
  {
    ddl: 'bytea',
    literals: ["'\\x'", "'\\x00ff'", "'\\x000102030405060708090a0b0c0d0e0f'"],
    print: `encode($, 'hex')`,
  },
  { ddl: 'json', literals: [`'{"b": 1,  "a": [null]}'`, `'"x"'`], print: '$::text' },
  { ddl: 'jsonb', literals: [`'{"b": 1,  "a": [null]}'`], print: '$::text' },
  { ddl: 'inet', literals: ["'192.168.0.1/24'", "'::1'"] },
  { ddl: 'cidr', literals: ["'10.0.0.0/8'"] },
  { ddl: 'macaddr', literals: ["'08:00:2b:01:02:03'"] },
  { ddl: 'bit(3)', literals: ["B'101'"] },
  { ddl: 'bit varying', literals: ["B''", "B'1'"] },
  { ddl: 'integer[]', literals: ["'{}'", "'{1,NULL,3}'", "'{{1,2},{3,4}}'"] },
  { ddl: 'text[]', literals: [`'{"a,b",NULL,"NULL","\\""}'`] },
  { ddl: 'point', literals: ["'(1.5,-2)'"] },
  { ddl: 'int4range', literals: ["'[1,5)'", "'empty'"] },
  { ddl: 'tsvector', literals: ["'fat:2 cat:1'"] },
  { ddl: 'xml', literals: ["'<a/>'"] },
  { ddl: 'oid', literals: ['4294967295'] },
  { ddl: 'name', literals: ["'some_name'"] },
];

/** PostgreSQL as the suites need to know it. */
export const options: ConformanceOptions = {
  adapter,
  open: freshPostgres,
  samples,
  caseSensitiveColumns: true,
  zeroColumns: (table) => `create table ${table} ()`,
  partitioned: (table) => [
    `create table ${table} (id integer, region varchar(20)) partition by range (id)`,
    `create table part_1 partition of ${table} for values from (1) to (11)`,
    `create table part_2 partition of ${table} for values from (11) to (21)`,
  ],
  slowQuery: 'select count(*) as n from generate_series(1, 600) i where pg_sleep(0.1)::text is not null',
  runningStatements: (marker) =>
    `select count(*) from pg_stat_activity where state = 'active' and query like '%${marker}%' and pid <> pg_backend_pid()`,
  kept: [
    {
      name: 'grants',
      prepare: (table) => [`grant select on ${table} to public`, `grant update (id) on ${table} to pg_monitor`],
      show: (_, identifier) =>
        `select relacl::text, (select string_agg(attname || attacl::text, ',') from pg_attribute
         where attrelid = c.oid and attacl is not null) from pg_class c where relname = '${identifier}' and relacl is not null`,
    },
    {
      name: 'comments',
      prepare: (table) => [`comment on table ${table} is 'It''s a table'`, `comment on column ${table}.id is 'a key'`],
      show: (_, identifier) =>
        `select obj_description(oid), col_description(oid, 1) from pg_class where relname = '${identifier}'`,
    },
    {
      name: 'indexes',
      prepare: (table, identifier) => [
        `create unique index "${identifier}_key" on ${table} (id desc) include (other) where id > 0`,
      ],
      show: (_, identifier) => `select indexname, indexdef from pg_indexes where tablename = '${identifier}'`,
    },
  ],
  badProfiles: [
    { name: 'a wrong password', change: { password: 'wrong-Secret/1' }, message: /password/i },
    { name: 'an unknown user', change: { user: 'nobody_here' }, message: /nobody_here/ },
    { name: 'an unknown database', change: { database: 'no_such_database' }, message: /no_such_database/ },
    { name: 'a port where nothing listens', change: { port: 9 }, message: /127\.0\.0\.1:9|port 9/ },
    { name: 'a host that does not exist', change: { host: 'no-such-host.invalid' }, message: /no-such-host\.invalid/ },
  ],
  stranger: {
    sql: [`drop role if exists stranger_of_dvt`, `create role stranger_of_dvt login password 'let me in'`],
    profile: { user: 'stranger_of_dvt', password: 'let me in' },
    drop: [`drop role stranger_of_dvt`],
  },
  unloadable: `select 'a' || chr(0) || 'b' as with_nul`,
};
