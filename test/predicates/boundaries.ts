import type { TestColumn } from '../properties/predicates/column.js';
import { TEXTS } from '../properties/predicates/column.js';
import { MYSQL_COLUMNS } from '../properties/predicates/mysql-columns.js';
import { POSTGRES_COLUMNS } from '../properties/predicates/postgres-columns.js';

const DOCUMENTS = [
  ...['{"a": "x"}', '{"a": 1.50}', '{"a": null}', '{"a": true}', '{"a": {"b": "x"}}', '{"a": ["x"]}', '{"b": "x"}'],
  ...['[1, "x"]', '"x"', '{"a": "\\u0041\\n"}', '{"a": ""}', '{"a": "1.5"}', '{"a": "it\'s", "a": "x"}', 'null'],
];
const LEAPS = ['2023-12-31', '2024-01-01', '2024-02-29', '2024-12-29', '2024-12-30', '2024-12-31', '2025-03-30'];

/** Columns of the property tests, and values at which single forms break. */
export const POSTGRES_BOUNDARIES: readonly TestColumn[] = [
  ...POSTGRES_COLUMNS,
  {
    ...{ name: 'd3', type: 'date', duckdb: 'DATE', family: 'date' },
    values: [...LEAPS, '0001-01-01', '0001-12-31 BC', '0005-02-29 BC', '0044-03-15 BC', 'infinity', '-infinity'],
    constants: LEAPS,
  },
  {
    ...{ name: 'ts3', type: 'timestamp', duckdb: 'TIMESTAMP', family: 'timestamp' },
    values: [
      ...LEAPS.flatMap((day) => [`${day} 00:00:00`, `${day} 23:59:59.999999`]),
      ...['0001-12-31 23:59:59.5 BC', '0044-03-15 12:00:00 BC', '1969-12-31 23:59:59.5', 'infinity', '-infinity'],
    ],
    constants: ['2024-02-29 00:00:00', '2024-12-31 23:59:59.999999'],
    // DuckDB writes the era after the date.
    text: String.raw`regexp_replace(ts3::text, '^(\S+) (\S+) BC$', '\1 (BC) \2')`,
  },
  // Instants at which clocks change in Berlin and New York.
  {
    ...{ name: 'tz3', type: 'timestamptz', duckdb: 'TIMESTAMPTZ', family: 'timestamptz' },
    values: [
      '2024-03-31 01:00:00+00',
      '2024-03-31 00:59:59.999999+00',
      '2024-11-03 06:00:00+00',
      '1883-11-18 17:00:00+00',
    ],
  },
  {
    ...{ name: 'dec2', type: 'numeric(12,3)', duckdb: 'DECIMAL(12,3)', family: 'decimal' },
    values: ['0', '-1.5', '0.005', '999999999.999', '-7', '-6'],
  },
  {
    name: 'f8b',
    type: 'double precision',
    duckdb: 'DOUBLE',
    family: 'float',
    values: ['0', '-0', 'NaN', '0.1', '-1e300'],
  },
  { name: 'f4b', type: 'real', duckdb: 'FLOAT', family: 'float', values: ['0', '-0', 'NaN', '0.1', 'Infinity'] },
  { name: 'bo2', type: 'boolean', duckdb: 'BOOLEAN', family: 'boolean', values: ['true', 'false'] },
  { name: 't2', type: 'time', duckdb: 'TIME', family: 'time', values: ['24:00:00', '00:00:00', '12:00:00.000001'] },
  { name: 'u2', type: 'uuid', duckdb: 'UUID', family: 'uuid', values: ['00000000-0000-0000-0000-000000000000'] },
  {
    name: 'jb',
    type: 'jsonb',
    duckdb: 'JSON',
    family: 'other',
    values: DOCUMENTS,
    text: "encode(convert_to(jb::text, 'UTF8'), 'hex')",
  },
  {
    name: 'by2',
    type: 'bytea',
    duckdb: 'BLOB',
    family: 'other',
    values: ['\\x00', '\\x00ff'],
    text: "encode(by2, 'hex')",
  },
];

export const MYSQL_BOUNDARIES: readonly TestColumn[] = [
  ...MYSQL_COLUMNS,
  {
    ...{ name: 'd3', type: 'date', duckdb: 'DATE', family: 'date' },
    values: [...LEAPS, '0001-01-01', '9999-12-31'],
    constants: LEAPS,
  },
  {
    ...{ name: 'dt3', type: 'datetime(6)', duckdb: 'TIMESTAMP', family: 'timestamp' },
    values: LEAPS.flatMap((day) => [`${day} 00:00:00`, `${day} 23:59:59.999999`]),
    constants: ['2024-02-29 00:00:00', '2024-12-31 23:59:59.999999'],
  },
  {
    ...{ name: 'u8b', type: 'bigint unsigned', duckdb: 'UBIGINT', family: 'integer' },
    values: ['0', '1', '18446744073709551615'],
  },
  {
    ...{ name: 'dec2', type: 'decimal(12,3)', duckdb: 'DECIMAL(12,3)', family: 'decimal' },
    values: ['0', '-1.5', '0.005', '999999999.999', '-7', '-6'],
  },
  { name: 'f8b', type: 'double', duckdb: 'DOUBLE', family: 'float', values: ['0', '0.1', '-1e300', '3'] },
  {
    ...{ name: 'f4b', type: 'float', duckdb: 'FLOAT', family: 'float', text: 'cast(f4b as double)' },
    values: ['0', '0.1', '-3e38', '16777216'],
  },
  { name: 'by2', type: 'blob', duckdb: 'BLOB', family: 'other', values: ['a', 'a ', 'b'], text: 'hex(`by2`)' },
  {
    ...{ name: 'tz3', type: 'timestamp(6) null', duckdb: 'TIMESTAMPTZ', family: 'timestamptz' },
    values: ['2024-03-31 01:00:00', '2024-03-31 00:59:59.999999', '2024-11-03 06:00:00', '1970-01-01 00:00:01'],
  },
];

const sqliteText = (name: string, type: string): TestColumn => ({
  name,
  type,
  duckdb: 'VARCHAR',
  family: 'text',
  values: TEXTS,
  // Doubled quotes, as the copy writes the text between quotes.
  text: `replace(${name}, '''', '''''')`,
});

export const SQLITE_BOUNDARIES: readonly TestColumn[] = [
  {
    ...{ name: 'i', type: 'integer', duckdb: 'BIGINT', family: 'integer' },
    values: ['-9223372036854775808', '-1', '0', '1', '2', '7', '9007199254740993', '9223372036854775807'],
  },
  { name: 'j', type: 'integer', duckdb: 'BIGINT', family: 'integer', values: ['-3', '-1', '0', '1', '3', '7', '100'] },
  {
    name: 'f',
    type: 'real',
    duckdb: 'DOUBLE',
    family: 'float',
    values: ['-1.5', '0', '0.1', '3', '1e300'],
    constants: ['2', '-1', '3'],
  },
  {
    name: 'g',
    type: 'double',
    duckdb: 'DOUBLE',
    family: 'float',
    values: ['0.1', '0.30000000000000004', '3'],
    constants: ['3', '0'],
  },
  {
    name: 'bo',
    type: 'boolean',
    duckdb: 'BOOLEAN',
    family: 'boolean',
    values: ['1', '0'],
    constants: ['true', 'false'],
    text: "case bo when 1 then 'true' when 0 then 'false' end",
  },
  { name: 'h', type: 'real', duckdb: 'DOUBLE', family: 'float', values: ['-1', '0', '3', '9007199254740991'] },
  {
    name: 'bo2',
    type: 'boolean',
    duckdb: 'BOOLEAN',
    family: 'boolean',
    values: ['1', '0'],
    constants: ['true', 'false'],
    text: "case bo2 when 1 then 'true' when 0 then 'false' end",
  },
  { name: 'd', type: 'date', duckdb: 'DATE', family: 'date', values: [...LEAPS, '0001-01-01', '9999-12-31'] },
  { name: 'd2', type: 'date', duckdb: 'DATE', family: 'date', values: ['2024-02-29', '1969-12-31'] },
  sqliteText('tx', 'text'),
  sqliteText('txnocase', 'varchar(40) collate nocase'),
  sqliteText('txrtrim', 'text collate rtrim'),
  { name: 'dec', type: 'decimal(10,2)', duckdb: 'DECIMAL(10,2)', family: 'decimal', values: ['0', '1.5', '-2.25'] },
];
