import { adapter } from '#dvt/adapters/mysql/index.js';
import type { ConformanceOptions, TypeSample } from '../../conformance/index.js';
import { freshMysql } from '../../servers/index.js';

/** Without the zeros that end a fraction of a second. */
const trimmed = "trim(trailing '.' from trim(trailing '0' from cast($ as char)))";
const hex = 'lower(hex($))';

const samples: readonly TypeSample[] = [
  { ddl: 'tinyint', literals: ['-128', '127'], type: { kind: 'int8' } },
  { ddl: 'tinyint(1)', literals: ['0', '1', '2'], type: { kind: 'int8' } },
  { ddl: 'tinyint unsigned', literals: ['0', '255'], type: { kind: 'uint8' } },
  { ddl: 'smallint', literals: ['-32768', '32767'], type: { kind: 'int16' } },
  { ddl: 'mediumint', literals: ['-8388608', '8388607'] },
  { ddl: 'mediumint unsigned', literals: ['16777215'] },
  { ddl: 'int', literals: ['-2147483648', '2147483647'], type: { kind: 'int32' } },
  { ddl: 'int unsigned', literals: ['4294967295'], type: { kind: 'uint32' } },
  { ddl: 'bigint', literals: ['-9223372036854775808', '9223372036854775807'], type: { kind: 'int64' } },
  { ddl: 'bigint unsigned', literals: ['18446744073709551615'], type: { kind: 'uint64' } },
  { ddl: 'bigint zerofill', literals: ['7'], print: 'cast($ as unsigned)' },
  {
    ddl: 'decimal(10,2)',
    literals: ['-99999999.99', '0', '0.01'],
    type: { kind: 'decimal', precision: 10, scale: 2 },
  },
  { ddl: 'decimal(38,10)', literals: [`-${'9'.repeat(28)}.${'1'.repeat(10)}`] },
  { ddl: 'decimal(65,30)', literals: [`${'9'.repeat(35)}.${'1'.repeat(30)}`, '0'] },
  { ddl: 'float', literals: ['1.5', '-0.25', '16777216'], print: 'cast($ as double)' },
  {
    ddl: 'double',
    literals: ['0.1', '5e-324', '-1.7976931348623157e308', '123456789.125'],
    print: "replace(cast($ as char), 'e308', 'e+308')",
  },
  { ddl: 'bit(1)', literals: ["b'1'", "b'0'"], print: 'cast($ as unsigned)' },
  { ddl: 'bit(64)', literals: ['18446744073709551615'], print: 'cast($ as unsigned)' },
  { ddl: 'year', literals: ['1901', '2155'] },
  { ddl: 'date', literals: ["'1000-01-01'", "'9999-12-31'"], type: { kind: 'date' }, refused: ["'0000-00-00'"] },
  { ddl: 'datetime', literals: ["'1000-01-01 00:00:00'", "'9999-12-31 23:59:59'"], type: { kind: 'timestamp' } },
  { ddl: 'datetime(6)', literals: ["'2024-02-29 23:59:59.999999'", "'2024-01-01 00:00:00.5'"], print: trimmed },
  {
    ddl: 'timestamp null',
    literals: ["'1970-01-02 00:00:01'", "'2038-01-18 03:14:07'"],
    print: "concat(convert_tz($, @@time_zone, '+00:00'), '+00')",
    type: { kind: 'timestamptz' },
    // Stands in a datetime, in UTC.
    loaded: (text) => text.replace('+00', ''),
    refused: ["'0000-00-00 00:00:00'"],
  },
  { ddl: 'time', literals: ["'-838:59:59'", "'838:59:59'", "'24:00:00'"] },
  { ddl: 'time(6)', literals: ["'12:34:56.789012'"] },
  { ddl: 'char(5)', literals: ["'ab'", "''", "'abcde'"], type: { kind: 'varchar' } },
  { ddl: 'varchar(20)', literals: ["'trailing  '", "''", "'a\\r\\nb'", "'\\\\N'"], type: { kind: 'varchar' } },
  { ddl: 'varchar(20) character set latin1', literals: ["'é'", "'€'"], print: 'convert($ using utf8mb4)' },
  { ddl: 'varchar(20) collate utf8mb4_general_ci', literals: ["'Ä'", "'a'"] },
  { ddl: 'text', literals: ["'é😀'", "'a\\0b'", "repeat('x', 60000)"], type: { kind: 'varchar' } },
  { ddl: 'longtext', literals: ["repeat('é', 100000)"] },
  { ddl: 'binary(3)', literals: ["'ab'"], print: hex, type: { kind: 'blob' } },
  { ddl: 'varbinary(20)', literals: ["''", "x'00ff'"], print: hex },
  { ddl: 'longblob', literals: ["x'000102030405060708090a0b0c0d0e0f'"], print: hex },
  { ddl: "enum('a','b''c','')", literals: ["'a'", "'b''c'", "''"] },
  { ddl: "set('x','y')", literals: ["'x,y'", "''"] },
  { ddl: 'json', literals: [`'{"b": 1,  "a": [null]}'`] },
  { ddl: 'uuid', literals: ["'00112233-4455-6677-8899-aabbccddeeff'"] },
  { ddl: 'inet6', literals: ["'::1'"] },
  { ddl: 'point', literals: ['point(1.5, -2)'], print: hex },
];

/** MariaDB as the suites need to know it. */
export const options: ConformanceOptions = {
  adapter,
  open: freshMysql,
  samples,
  caseSensitiveColumns: false,
  zeroColumns: null,
  longText: 'longtext',
  partitioned: (table) => [
    `create table ${table} (id integer, region varchar(20)) partition by range (id)
     (partition low values less than (11), partition high values less than (21))`,
  ],
  slowQuery: 'select count(*) as n from seq_1_to_600 where sleep(0.1) = 0',
  runningStatements: (marker) =>
    `select count(*) from information_schema.processlist where info like '%${marker}%' and id <> connection_id()`,
  kept: [
    {
      name: 'grants',
      prepare: (table) => [
        'create user if not exists keeper_of_dvt',
        `grant select, update (id) on ${table} to keeper_of_dvt`,
      ],
      show: (_, identifier) =>
        `select privilege_type from information_schema.table_privileges where table_name = '${identifier}'
         union all select concat(column_name, privilege_type) from information_schema.column_privileges
         where table_name = '${identifier}' order by 1`,
    },
    {
      name: 'comments',
      prepare: (table) => [
        `alter table ${table} comment = 'It''s a table'`,
        `alter table ${table} modify id int comment 'a key'`,
      ],
      show: (_, identifier) =>
        `select table_comment, column_comment from information_schema.tables t join information_schema.columns c
         using (table_schema, table_name) where table_name = '${identifier}' and column_name = 'id'
         and table_comment <> '' and column_comment <> ''`,
    },
    {
      name: 'indexes',
      prepare: (table) => [
        `create unique index by_id on ${table} (id desc)`,
        `create index both_columns on ${table} (other, id)`,
      ],
      show: (_, identifier) =>
        `select index_name, seq_in_index, column_name, non_unique from information_schema.statistics
         where table_name = '${identifier}' order by 1, 2`,
    },
  ],
  badProfiles: [
    { name: 'a wrong password', change: { password: 'wrong-Secret/1' }, message: /password|access denied/i },
    { name: 'an unknown user', change: { user: 'nobody_here' }, message: /nobody_here/ },
    { name: 'an unknown database', change: { database: 'no_such_database' }, message: /no_such_database/ },
    { name: 'a port where nothing listens', change: { port: 9 }, message: /127\.0\.0\.1:9|port 9/ },
    { name: 'a host that does not exist', change: { host: 'no-such-host.invalid' }, message: /no-such-host\.invalid/ },
  ],
  stranger: {
    sql: [
      `create or replace user stranger_of_dvt identified by 'let me in'`,
      'grant create temporary tables on * to stranger_of_dvt',
    ],
    profile: { user: 'stranger_of_dvt', password: 'let me in' },
    drop: ['drop user stranger_of_dvt'],
  },
  unloadable: `select 'infinity'::timestamp as endless`,
};
