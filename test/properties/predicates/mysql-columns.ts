import { TEXTS, type TestColumn } from './column.js';

const INTEGERS = ['-128', '-1', '0', '1', '2', '7', '100', '127'];
const DATES = ['0001-01-01', '1969-12-31', '1970-01-01', '2024-02-29', '2024-03-01', '9999-12-31'];
const hex = (name: string) => `hex(convert(${name} using utf8mb4))`;
const text = (name: string, type: string, values: readonly string[] = TEXTS): TestColumn => ({
  name,
  type,
  duckdb: 'VARCHAR',
  family: 'text',
  values,
  text: hex(name),
});
const west = TEXTS.filter((value) => /^[\x01-\x7e\xa0-\xff€]*$/.test(value));
const basicPlane = TEXTS.filter((value) => [...value].every((character) => character.length === 1));
const withNul = [...TEXTS, '\0', 'a\0', 'a\0b'];

export const MYSQL_COLUMNS: readonly TestColumn[] = [
  { name: 'i1', type: 'tinyint', duckdb: 'TINYINT', family: 'integer', values: INTEGERS },
  { name: 'b1', type: 'tinyint(1)', duckdb: 'TINYINT', family: 'integer', values: ['0', '1', '2'] },
  { name: 'u1', type: 'tinyint unsigned', duckdb: 'UTINYINT', family: 'integer', values: ['0', '1', '7', '255'] },
  { name: 'i4', type: 'int', duckdb: 'INTEGER', family: 'integer', values: [...INTEGERS, '2147483647', '-2147483648'] },
  { name: 'j4', type: 'int', duckdb: 'INTEGER', family: 'integer', values: INTEGERS },
  { name: 'i3', type: 'mediumint', duckdb: 'INTEGER', family: 'integer', values: [...INTEGERS, '8388607'] },
  {
    ...{ name: 'i8', type: 'bigint', duckdb: 'BIGINT', family: 'integer' },
    values: [...INTEGERS, '9007199254740993', '9007199254740992', '9223372036854775807', '-9223372036854775808'],
  },
  {
    ...{ name: 'u8', type: 'bigint unsigned', duckdb: 'UBIGINT', family: 'integer' },
    values: ['0', '1', '7', '9223372036854775808', '18446744073709551615'],
  },
  {
    ...{ name: 'dec', type: 'decimal(12,3)', duckdb: 'DECIMAL(12,3)', family: 'decimal' },
    values: ['-999999999.999', '-0.001', '0', '0.001', '1', '1.5', '7', '100.25'],
    constants: ['1.500', '1.5001', '0.0005', '1000000000000'],
  },
  {
    ...{ name: 'wide', type: 'decimal(38,10)', duckdb: 'DECIMAL(38,10)', family: 'decimal' },
    values: ['1234567890123456789012345678.0000000001', '1234567890123456789012345678.0000000002', '0', '1'],
  },
  { ...text('wider', 'decimal(40,2)', ['1.50', '0.00', '7.00']), constants: ['1.5', '7'] },
  {
    ...{ name: 'f4', type: 'float', duckdb: 'FLOAT', family: 'float', text: 'cast(f4 as double)' },
    values: ['0', '0.1', '1.5', '16777216', '3e38'],
    constants: ['0.1', '16777217'],
  },
  {
    ...{ name: 'f8', type: 'double', duckdb: 'DOUBLE', family: 'float' },
    values: ['0', '0.1', '0.30000000000000004', '1e300', '5e-324', '9007199254740992'],
    constants: ['0.3', '9007199254740993'],
  },
  {
    name: 'y',
    type: 'year',
    duckdb: 'SMALLINT',
    family: 'integer',
    values: ['1970', '2000', '2024'],
    constants: ['70', '24', '0'],
  },
  {
    name: 'bits',
    type: 'bit(9)',
    duckdb: 'UBIGINT',
    family: 'integer',
    values: ['0', '1', '49', '511'],
    text: 'bits + 0',
  },
  { name: 'd', type: 'date', duckdb: 'DATE', family: 'date', values: DATES, constants: ['2024-02-28'] },
  {
    ...{ name: 'dt', type: 'datetime', duckdb: 'TIMESTAMP', family: 'timestamp' },
    values: ['0001-01-01 00:00:00', '2024-02-29 12:00:00', '2024-02-29 00:00:00', '9999-12-31 23:59:59'],
    constants: ['2024-02-29 12:00:00.000001', '2024-02-29 11:59:59.999999'],
  },
  {
    ...{ name: 'dt6', type: 'datetime(6)', duckdb: 'TIMESTAMP', family: 'timestamp' },
    values: ['1969-12-31 23:59:59.999999', '2024-02-29 12:00:00', '2024-02-29 12:00:00.000001'],
  },
  {
    ...{
      name: 'ts',
      type: 'timestamp(6) null',
      duckdb: 'TIMESTAMPTZ',
      family: 'timestamptz',
      text: `concat(ts, '+00')`,
    },
    values: ['1970-01-01 00:00:01', '2024-02-29 12:00:00.5', '2038-01-19 03:14:07'],
    constants: ['1970-01-01 00:00:00', '2040-01-01 00:00:00', '2024-02-29 12:00:00.500001'],
  },
  { ...text('tm', 'time', ['00:00:00', '-00:00:01', '838:59:59', '12:00:00']), constants: ['12:0:0', '120000'] },
  {
    ...{ name: 'u', type: 'uuid', duckdb: 'UUID', family: 'uuid' },
    values: [
      '00000000-0000-0000-0000-000000000000',
      '7fffffff-ffff-4fff-8fff-ffffffffffff',
      '80000000-0000-1000-8000-000000000000',
    ],
  },
  {
    ...text('en', "enum('small', 'medium', 'large', '1')", ['small', 'medium', 'large', '1']),
    constants: ['Small', '2', 'small '],
  },
  { ...text('st', "set('a', 'b')", ['', 'a', 'b', 'a,b']), constants: ['A', 'b,a'] },
  text('vgen', 'varchar(40) collate utf8mb4_general_ci', withNul),
  text('vuni', 'varchar(40) collate utf8mb4_unicode_ci', withNul),
  text('v520', 'text collate utf8mb4_unicode_520_nopad_ci'),
  text('vuca', 'varchar(40) collate utf8mb4_uca1400_as_cs'),
  text('vgerman', 'varchar(40) collate utf8mb4_german2_ci'),
  text('vturkish', 'varchar(40) collate utf8mb4_turkish_ci'),
  text('vbin', 'varchar(40) collate utf8mb4_bin', withNul),
  { name: 'd2', type: 'date', duckdb: 'DATE', family: 'date', values: DATES },
  text('vnopad2', 'varchar(40) collate utf8mb4_nopad_bin', withNul),
  text('vnopad', 'varchar(40) collate utf8mb4_nopad_bin', withNul),
  text('lnopad', 'longtext collate utf8mb4_nopad_bin'),
  text('v3nopad', 'varchar(40) character set utf8mb3 collate utf8mb3_nopad_bin', basicPlane),
  text('vlatin', 'varchar(40) character set latin1 collate latin1_swedish_ci', west),
  text('vlatinbin', 'varchar(40) character set latin1 collate latin1_nopad_bin', west),
  text('v16', 'varchar(40) character set utf16'),
  text('cgen', 'char(20) collate utf8mb4_general_ci'),
  text('cnopad', 'char(20) collate utf8mb4_nopad_bin'),
  text('cbin', 'char(20) collate utf8mb4_bin'),
  { name: 'j', type: 'json', duckdb: 'JSON', family: 'other', values: ['1', '{"a": 1}', 'null'], text: hex('j') },
  { name: 'by', type: 'varbinary(20)', duckdb: 'BLOB', family: 'other', values: ['', 'a', 'A '], text: 'hex(`by`)' },
];
