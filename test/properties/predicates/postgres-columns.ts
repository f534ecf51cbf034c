import { TEXTS, type TestColumn } from './column.js';

/** Statements that the columns below need. */
export const POSTGRES_SETUP = `
create extension citext;
create collation folds_case (provider = icu, locale = 'und-u-ks-level2', deterministic = false);
create collation folds_accents (provider = icu, locale = 'und-u-ks-level1', deterministic = false);
create type mood as enum ('small', 'medium', 'large');
create domain folded as text collate folds_case;
create domain small as smallint;
`;

const INTEGERS = ['-32768', '-1', '0', '1', '2', '7', '100', '32767'];
const DATES = ['0001-01-01', '1969-12-31', '1970-01-01', '2024-02-29', '2024-03-01', '9999-12-31'];
const STAMPS = [
  '0001-01-01 00:00:00',
  '1969-12-31 23:59:59.999999',
  '2024-02-29 12:00:00',
  '2024-02-29 12:00:00.000001',
];
const hex = (expression: string) => `encode(convert_to(${expression}, 'UTF8'), 'hex')`;
const text = (name: string, type: string, values = TEXTS): TestColumn => ({
  name,
  type,
  duckdb: 'VARCHAR',
  family: 'text',
  values,
  text: hex(`${name}::text`),
});
const noSpacesAtEnd = TEXTS.filter((value) => !value.endsWith(' '));

export const POSTGRES_COLUMNS: readonly TestColumn[] = [
  { name: 'i2', type: 'smallint', duckdb: 'SMALLINT', family: 'integer', values: INTEGERS },
  {
    name: 'i4',
    type: 'integer',
    duckdb: 'INTEGER',
    family: 'integer',
    values: [...INTEGERS, '2147483647', '-2147483648'],
  },
  {
    ...{ name: 'i8', type: 'bigint', duckdb: 'BIGINT', family: 'integer' },
    values: [...INTEGERS, '9007199254740993', '9223372036854775807', '-9223372036854775808'],
  },
  { name: 'j4', type: 'integer', duckdb: 'INTEGER', family: 'integer', values: INTEGERS },
  { name: 'o', type: 'oid', duckdb: 'UINTEGER', family: 'integer', values: ['0', '1', '7', '4294967295'] },
  { name: 'ds', type: 'small', duckdb: 'SMALLINT', family: 'integer', values: INTEGERS },
  {
    ...{ name: 'dec', type: 'numeric(12,3)', duckdb: 'DECIMAL(12,3)', family: 'decimal' },
    values: ['-999999999.999', '-0.001', '0', '0.001', '1', '1.5', '7', '100.25'],
    constants: ['1.500', '1.5001', '0.0005', '1000000000000'],
  },
  {
    ...{ name: 'wide', type: 'numeric(38,10)', duckdb: 'DECIMAL(38,10)', family: 'decimal' },
    values: ['1234567890123456789012345678.0000000001', '1234567890123456789012345678.0000000002', '0', '1', '-1'],
  },
  {
    name: 'free',
    type: 'numeric',
    duckdb: 'VARCHAR',
    family: 'text',
    values: ['NaN', 'Infinity', '1.50', '1.5', '0'],
    text: hex('free::text'),
  },
  {
    ...{ name: 'f4', type: 'real', duckdb: 'FLOAT', family: 'float' },
    values: ['0', '-0', '0.1', '1.5', '16777216', '3e38', 'NaN', 'Infinity', '-Infinity'],
    constants: ['0.1', '16777217'],
  },
  {
    ...{ name: 'f8', type: 'double precision', duckdb: 'DOUBLE', family: 'float' },
    values: [
      '0',
      '-0',
      '0.1',
      '0.30000000000000004',
      '1e300',
      '5e-324',
      'NaN',
      'Infinity',
      '-Infinity',
      '9007199254740992',
    ],
    constants: ['0.3', '9007199254740993'],
  },
  { name: 'bo', type: 'boolean', duckdb: 'BOOLEAN', family: 'boolean', values: ['true', 'false'] },
  {
    name: 'd',
    type: 'date',
    duckdb: 'DATE',
    family: 'date',
    values: [...DATES, 'infinity', '-infinity'],
    constants: ['2024-02-28'],
  },
  {
    name: 't',
    type: 'time',
    duckdb: 'TIME',
    family: 'time',
    values: ['00:00:00', '12:00:00.000001', '23:59:59.999999', '24:00:00'],
  },
  {
    name: 'tt',
    type: 'timetz',
    duckdb: 'VARCHAR',
    family: 'text',
    values: ['12:00:00+00', '12:00:00+01'],
    text: hex('tt::text'),
  },
  {
    name: 'ts',
    type: 'timestamp',
    duckdb: 'TIMESTAMP',
    family: 'timestamp',
    values: [...STAMPS, 'infinity', '-infinity'],
    constants: ['2024-02-29 00:00:00'],
  },
  {
    ...{ name: 'tz', type: 'timestamptz', duckdb: 'TIMESTAMPTZ', family: 'timestamptz' },
    values: [...STAMPS.map((value) => `${value}+00`), '2024-02-29 12:00:00+05:45', 'infinity'],
  },
  {
    name: 'iv',
    type: 'interval',
    duckdb: 'INTERVAL',
    family: 'interval',
    values: ['1 month', '30 days', '1 day', '24:00:00', '-00:00:01'],
  },
  {
    ...{ name: 'u', type: 'uuid', duckdb: 'UUID', family: 'uuid' },
    values: [
      '00000000-0000-0000-0000-000000000000',
      '7fffffff-ffff-ffff-ffff-ffffffffffff',
      '80000000-0000-0000-0000-000000000000',
    ],
  },
  text('tx', 'text'),
  text('txc', 'text collate "C"'),
  text('txc2', 'text collate "C"'),
  { name: 'd2', type: 'date', duckdb: 'DATE', family: 'date', values: DATES },
  text('txicu', 'text collate "und-x-icu"'),
  text('txde', 'varchar(40) collate "de-x-icu"'),
  text('txcase', 'text collate folds_case'),
  text('txaccent', 'varchar(40) collate folds_accents'),
  text('txdomain', 'folded'),
  text('cit', 'citext'),
  text('ch', 'char(16)'),
  { ...text('bp', 'bpchar', noSpacesAtEnd) },
  text('chcase', 'char(16) collate folds_case'),
  text('nm', 'name'),
  { ...text('en', 'mood', ['small', 'medium', 'large']), constants: ['Small', 'none', 'small '] },
  { ...text('ip', 'inet', ['10.0.0.1', '10.0.0.1/8', '::1']), text: hex('textin(inet_out(ip))::text') },
  text('arr', 'integer[]', ['{1,2}', '{}', '{NULL}']),
  { name: 'j', type: 'json', duckdb: 'JSON', family: 'other', values: ['1', '{"a": 1}', 'null'], text: hex('j::text') },
  {
    name: 'by',
    type: 'bytea',
    duckdb: 'BLOB',
    family: 'other',
    values: ['\\x', '\\x00ff', '\\x61'],
    text: "encode(by, 'hex')",
  },
];
