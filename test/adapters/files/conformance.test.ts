import { conformance, type TypeSample } from '../../conformance/index.js';
import { adapter, createTable, freshFiles, relation } from './database.js';

const samples: readonly TypeSample[] = [
  { ddl: 'boolean', literals: ['true', 'false'], type: { kind: 'boolean' } },
  { ddl: 'smallint', literals: ['-32768', '32767'], type: { kind: 'int16' } },
  { ddl: 'bigint', literals: ['-9223372036854775808', '9223372036854775807'], type: { kind: 'int64' } },
  { ddl: 'ubigint', literals: ['18446744073709551615'], type: { kind: 'uint64' } },
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
  open: freshFiles,
  createTable,
  relation,
  samples,
  caseSensitiveColumns: false,
  zeroColumns: null,
  partitioned: null,
  slowQuery: null,
  kept: [],
  badProfiles: [
    {
      name: 'a directory that does not exist',
      change: { path: '/no/such/directory' },
      message: /\/no\/such\/directory/,
    },
  ],
  stranger: null,
  unloadable: `select interval '1 microsecond' as wait`,
});
