import { adapter } from '#dvt/adapters/sqlite/index.js';
import { conformance, type TypeSample } from '../../conformance/index.js';
import { freshSqlite } from './database.js';

const samples: readonly TypeSample[] = [
  {
    ddl: 'integer',
    literals: ['-9223372036854775808', '9223372036854775807', '0', "'42'"],
    type: { kind: 'int64' },
    refused: ["'abc'", '1.5', "x'00'"],
  },
  { ddl: 'tinyint', literals: ['2', '300'], type: { kind: 'int64' } },
  { ddl: 'unsigned big int', literals: ['9223372036854775807'], type: { kind: 'int64' }, refused: ['1e19'] },
  {
    ddl: 'real',
    literals: ['0.1', '5e-324', '1.7976931348623157e308', '9e999', '-9e999', '3'],
    print: '$',
    type: { kind: 'float64' },
    refused: ["'abc'"],
  },
  { ddl: 'double precision', literals: ['1e15', '123456.789'], type: { kind: 'float64' } },
  {
    ddl: 'decimal(12,2)',
    literals: ['-9999999999.99', '0', '0.01', '12.5'],
    print: `iif($ is null, null, printf('%.2f', $))`,
    type: { kind: 'decimal', precision: 12, scale: 2 },
    refused: ['0.001', "'abc'", '99999999999'],
  },
  { ddl: 'numeric(18)', literals: [`-${'9'.repeat(18)}`], type: { kind: 'decimal', precision: 18, scale: 0 } },
  { ddl: 'numeric', literals: ['1', '2.5'], type: { kind: 'float64' } },
  {
    ddl: 'boolean',
    literals: ['true', 'false'],
    print: "iif($ is null, null, iif($, 'true', 'false'))",
    refused: ['2', "'true'"],
  },
  {
    ddl: 'date',
    literals: ["'0001-01-01'", "'9999-12-31'", "'2024-02-29'"],
    type: { kind: 'date' },
    refused: ["'2023-02-29'", "'2024-1-5'", '2460000.5', '1700000000', "'2024-01-01 00:00:00'"],
  },
  {
    ddl: 'datetime',
    literals: ["'2024-01-01 12:34:56'", "'2024-01-01 12:34:56.789'"],
    type: { kind: 'timestamp' },
    refused: ["'2024-01-01 25:00:00'", "'2024-01-01 10:00:00Z'", '1700000000', "'now'"],
  },
  {
    ddl: 'timestamp',
    literals: ["'0001-01-01T00:00:00'", "'9999-12-31T23:59:59.999999'"],
    print: "replace($, 'T', ' ')",
    type: { kind: 'timestamp' },
  },
  {
    ddl: 'timestamptz',
    literals: ["'2024-06-01 12:00:00+05:30'", "'2024-06-01T06:30:00Z'"],
    print: "strftime('%Y-%m-%d %H:%M:%S', $) || '+00'",
    type: { kind: 'timestamptz' },
    refused: ["'2024-06-01 12:00:00'"],
  },
  {
    ddl: 'time',
    literals: ["'00:00:00'", "'23:59:59.999999'", "'24:00:00'"],
    type: { kind: 'time' },
    refused: ["'24:00:01'"],
  },
  { ddl: 'uuid', literals: ["'00000000-0000-0000-0000-000000000000'", "'ffffffff-ffff-ffff-ffff-ffffffffffff'"] },
  {
    ddl: 'text',
    literals: ["''", "'é😀'", "'a' || char(13, 10) || 'b'", "'\\N'", "'\uFFFD'", "'exactly12by!'", "'thirteenbytes'"],
    type: { kind: 'varchar' },
    refused: ["cast(x'ff41' as text)", "cast(x'f09f92' as text)", "'a' || char(0) || 'b'", "x'6162'"],
  },
  { ddl: 'varchar(3)', literals: ["'longer than three'", "' x '"], type: { kind: 'varchar' } },
  { ddl: 'json text', literals: [`'{"b": 1,  "a": [null]}'`, "'1.0'", `'"x"'`], type: { kind: 'json' } },
  { ddl: 'blob', literals: ["x''", "x'00ff'", `x'${'0f'.repeat(40)}'`], type: { kind: 'blob' }, refused: ["'text'"] },
  { ddl: '', literals: ['1', '2'], type: { kind: 'int64' } },
];

conformance({
  adapter,
  open: freshSqlite,
  samples,
  caseSensitiveColumns: false,
  zeroColumns: null,
  partitioned: null,
  slowQuery: null,
  kept: [
    {
      name: 'indexes and triggers',
      prepare: (table, identifier) => [
        `create unique index "${identifier}_key" on "${identifier}" (id desc) where id > 0`,
        `create trigger "${identifier}_fires" after update on ${table.split('.').at(-1)} begin select 1; end`,
      ],
      show: (_, identifier) =>
        `select type, name, sql from sqlite_schema where tbl_name = '${identifier}' and type in ('index', 'trigger') order by 1`,
    },
  ],
  badProfiles: [
    { name: 'a file in no directory', change: { path: '/no/such/directory/x.db' }, message: /\/no\/such\/directory/ },
    { name: 'a file that is no database', change: { path: import.meta.filename }, message: /not a database/ },
    { name: 'a directory', change: { path: import.meta.dirname }, message: /is not a file/ },
  ],
  stranger: null,
  unloadable: `select 'nan'::double as not_a_number`,
});
