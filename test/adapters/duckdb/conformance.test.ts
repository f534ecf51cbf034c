import { conformance, type TypeSample } from '../../conformance/index.js';
import { adapter, freshDuckdb } from './database.js';

const samples: readonly TypeSample[] = [
  { ddl: 'boolean', literals: ['true', 'false'], type: { kind: 'boolean' } },
  { ddl: 'tinyint', literals: ['-128', '127'], type: { kind: 'int8' } },
  { ddl: 'bigint', literals: ['-9223372036854775808', '9223372036854775807'], type: { kind: 'int64' } },
  { ddl: 'ubigint', literals: ['18446744073709551615'], type: { kind: 'uint64' } },
  { ddl: 'hugeint', literals: ['-170141183460469231731687303715884105728'], type: { kind: 'hugeint' } },
  { ddl: 'decimal(38,10)', literals: ['0.0000000001', '-9999999999999999999999999999.9999999999'] },
  {
    ddl: 'timestamp',
    literals: ["'2024-01-02 03:04:05.678901'", "'0001-01-01 00:00:00'"],
    type: { kind: 'timestamp' },
  },
  { ddl: 'uuid', literals: ["'00000000-0000-0000-0000-000000000000'", "'ffffffff-ffff-ffff-ffff-ffffffffffff'"] },
  { ddl: 'varchar', literals: ["''", "'é😀'", "'a' || chr(13) || chr(10)", "'\\N'"], type: { kind: 'varchar' } },
];

conformance({
  adapter,
  open: freshDuckdb,
  samples,
  caseSensitiveColumns: false,
  zeroColumns: null,
  partitioned: null,
  slowQuery: null,
  kept: [
    {
      name: 'comments',
      prepare: (table) => [`comment on table ${table} is 'It''s a table'`, `comment on column ${table}.id is 'a key'`],
      show: (_, identifier) =>
        `select t.comment, c.comment from duckdb_tables() t join duckdb_columns() c using (table_name)
          where table_name = '${identifier}' and column_name = 'id' and t.comment is not null`,
    },
    {
      name: 'indexes',
      prepare: (table, identifier) => [
        `create unique index "${identifier} key" on ${table} (id, (other + 1))`,
        `create index "${identifier}_2" on ${table} (other)`,
      ],
      show: (_, identifier) =>
        `select index_name, is_unique, expressions from duckdb_indexes() where table_name = '${identifier}' order by 1`,
    },
  ],
  badProfiles: [
    {
      name: 'a file in no directory',
      change: { path: '/no/such/directory/x.duckdb' },
      message: /\/no\/such\/directory/,
    },
    { name: 'a file that is no database', change: { path: import.meta.filename }, message: /not a valid DuckDB/ },
  ],
  stranger: null,
  unloadable: null,
});
