import type { HardValue, Server, TypeCase } from './case.js';
import * as values from './values.js';

const V = 'the_value';
const HEX = `lower(hex(${V}))`;
const HEX_OF_TEXT = `lower(hex(convert(${V} using utf8mb4)))`;
const POSTGRES_HEX_OF_TEXT = `encode(convert_to(${V}::text, 'UTF8'), 'hex')`;

/** The source's text in UTF-8, as its own conversion gives it. */
const text: TypeCase['printed'] = {
  postgres: { source: HEX_OF_TEXT, target: POSTGRES_HEX_OF_TEXT },
  mysql: { source: HEX_OF_TEXT, target: HEX_OF_TEXT },
};
const bytes: TypeCase['printed'] = {
  postgres: { source: HEX, target: `encode(${V}, 'hex')` },
  mysql: { source: HEX, target: HEX },
};
const printedBy = (source: string): TypeCase['printed'] => ({
  postgres: { source, target: `${V}::text` },
  mysql: { source, target: `cast(${V} as char)` },
});
const plain = printedBy(`cast(${V} as char)`);
const number = (source: string): TypeCase['printed'] => ({
  postgres: { source, target: `${V}::float8::text`, as: 'number' },
  mysql: { source, target: `cast(${V} as double)`, as: 'number without -0' },
});
/** Six decimals, as to_char and datetime(6) print them. */
const stamp: TypeCase['printed'] = {
  postgres: {
    source: `cast(cast(${V} as datetime(6)) as char)`,
    target: `to_char(${V}, 'YYYY-MM-DD HH24:MI:SS.US')`,
  },
  mysql: { source: `cast(cast(${V} as datetime(6)) as char)`, target: `cast(${V} as char)` },
};
const instant: TypeCase['printed'] = {
  ...stamp,
  postgres: { ...stamp.postgres, target: `to_char(${V} at time zone 'UTC', 'YYYY-MM-DD HH24:MI:SS.US')` } as never,
};

const quoted = (value: string) => `'${value.replaceAll('\\', '\\\\').replaceAll("'", "''")}'`;
const ofText = (value: string) => `convert(x'${Buffer.from(value).toString('hex')}' using utf8mb4)`;
const ofBytes = (hex: string) => `x'${hex}'`;
const simple = (
  name: string,
  type: string,
  list: readonly string[],
  printed: TypeCase['printed'] = plain,
  hard: readonly HardValue[] = [],
): TypeCase => ({ name, type, values: list.map(quoted), printed, hard });
const integer = (name: string, type: string, bits: bigint, signed: boolean): TypeCase =>
  simple(
    name,
    type,
    signed ? values.integers(-(2n ** (bits - 1n)), 2n ** (bits - 1n) - 1n) : values.integers(0n, 2n ** bits - 1n),
  );
const refused = (sql: string, shown: RegExp, refusedBy: readonly Server[] = ['postgres', 'mysql']): HardValue => ({
  sql,
  refusedBy,
  shown,
});
const nul: HardValue = refused("'a\\0b'", /NUL|0x00|\\0|\\u0000/i, ['postgres']);

const textual = (name: string, type: string, length = 40, fits?: (value: string) => boolean): TypeCase => ({
  name,
  type,
  values: values.shortTexts(length, fits).map(ofText),
  printed: text,
  hard: [nul],
});
const inCharset = (charset: string, fits: (value: string) => boolean, collation = ''): TypeCase => ({
  ...textual(`text_${charset}`, `varchar(40) character set ${charset}${collation}`, 40, fits),
  hard: [],
});
const basicPlane = (value: string) => [...value].every((character) => character.length === 1);
const ascii = (value: string) => /^[\x01-\x7e]*$/.test(value);
const west = (value: string) => /^[\x01-\x7e\xa0-\xff€]*$/.test(value);

const DAY = 86_400_000;
const instants = values.timestamps(6, values.dates(Date.parse('1970-01-02') / DAY, Date.parse('2038-01-18') / DAY));
const zeroDates = ["'0000-00-00'", "'2024-00-00'", "'2024-01-00'"];

export const MYSQL_CASES: readonly TypeCase[] = [
  integer('tinyint', 'tinyint', 8n, true),
  integer('tinyint_1', 'tinyint(1)', 8n, true),
  integer('tinyint_unsigned', 'tinyint unsigned', 8n, false),
  integer('smallint', 'smallint', 16n, true),
  integer('smallint_unsigned', 'smallint unsigned', 16n, false),
  integer('mediumint', 'mediumint', 24n, true),
  integer('mediumint_unsigned', 'mediumint unsigned', 24n, false),
  integer('int_signed', 'int', 32n, true),
  integer('int_unsigned', 'int unsigned', 32n, false),
  integer('bigint', 'bigint', 64n, true),
  integer('bigint_unsigned', 'bigint unsigned', 64n, false),
  { ...integer('zerofill', 'int(8) zerofill', 32n, false), printed: printedBy(`cast(${V} + 0 as char)`) },
  simple('decimal_10_2', 'decimal(10,2)', values.decimals(10, 2)),
  simple('decimal_5_0', 'decimal(5,0)', values.decimals(5, 0)),
  simple('decimal_unsigned', 'decimal(12,4) unsigned', values.decimals(12, 4, false)),
  simple('decimal_38_10', 'decimal(38,10)', values.decimals(38, 10)),
  simple('decimal_38_30', 'decimal(38,30)', values.decimals(38, 30)),
  simple('decimal_38_38', 'decimal(38,38)', values.decimals(38, 38), {
    postgres: plain.postgres,
    mysql: { refused: /the_value.*38/ },
  }),
  simple('decimal_65_30', 'decimal(65,30)', values.decimals(65, 30)),
  simple('decimal_65_0', 'decimal(65,0)', values.decimals(65, 0)),
  { name: 'real', type: 'float', values: values.floats(), printed: number(`cast(${V} as double)`) },
  { name: 'double', type: 'double', values: values.doubles(), printed: number(V) },
  { name: 'bit_1', type: 'bit(1)', values: ["b'0'", "b'1'"], printed: printedBy(`cast(${V} + 0 as char)`) },
  {
    name: 'bit_64',
    type: 'bit(64)',
    values: values.integers(0n, 2n ** 64n - 1n),
    printed: printedBy(`cast(cast(${V} as unsigned) as char)`),
  },
  { name: 'bit_9', type: 'bit(9)', values: ['0', '1', '256', '511'], printed: printedBy(`cast(${V} + 0 as char)`) },
  simple('year_4', 'year', ['1901', '1970', '2000', '2155', '0000'], printedBy(`cast(${V} + 0 as char)`)),
  {
    ...simple('date', 'date', values.dates(), plain, [
      ...zeroDates.map((sql) => refused(sql, new RegExp(sql.slice(1, -1)))),
    ]),
    bySession: true,
  },
  simple('date_of_year_0', 'date', ['0000-01-01', '0000-12-31'], {
    // ISO 8601's year 0 is 1 BC.
    postgres: { source: `concat('0001', substring(cast(${V} as char), 5), ' BC')`, target: `${V}::text` },
    mysql: { refused: /the_value holds 0001-01-01 \(BC\)/ },
  }),
  {
    ...simple('datetime', 'datetime', values.timestamps(0), stamp, [
      ...zeroDates.map((sql) => refused(sql, new RegExp(sql.slice(1, -1)))),
    ]),
    bySession: true,
  },
  simple('datetime_3', 'datetime(3)', values.timestamps(3), stamp),
  simple('datetime_6', 'datetime(6)', values.timestamps(6), stamp, [refused("'0000-00-00'", /0000-00-00/)]),
  {
    ...simple('instant', 'timestamp(6) null', instants, instant, [refused("'0000-00-00'", /0000-00-00/)]),
    bySession: true,
  },
  {
    ...simple('time', 'time', [
      '00:00:00',
      '24:00:00',
      '838:59:59',
      '-838:59:59',
      '-00:00:01',
      '100:00:00',
      ...values.times(0),
    ]),
    bySession: true,
  },
  simple('time_6', 'time(6)', ['838:59:59.999999', '-00:00:00.000001', '00:00:00.100000', ...values.times(6)]),
  { ...textual('char', 'char(10)', 10), bySession: true },
  { ...textual('char_binary', 'char(10) collate utf8mb4_bin', 10), bySession: true },
  textual('varchar', 'varchar(40)'),
  textual('varchar_nopad', 'varchar(40) collate utf8mb4_nopad_bin'),
  {
    name: 'longtext',
    type: 'longtext',
    values: values.texts().map(ofText),
    printed: text,
    hard: [nul],
    bySession: true,
  },
  textual('tinytext', 'tinytext', 20),
  textual('text_plain', 'text'),
  textual('mediumtext', 'mediumtext collate utf8mb4_unicode_ci'),
  inCharset('latin1', west),
  inCharset('ascii', ascii),
  inCharset('utf8mb3', basicPlane),
  inCharset('ucs2', basicPlane),
  inCharset('utf16', () => true),
  inCharset('utf16le', () => true),
  inCharset('utf32', () => true),
  inCharset('sjis', (value) => /^[\x01-\x5b\x5d-\x7d日本]*$/.test(value)),
  inCharset('gbk', (value) => /^[\x01-\x7e日本]*$/.test(value)),
  {
    // The 256 bytes of latin1, which is cp1252 with the five holes filled.
    name: 'latin1_bytes',
    type: 'varchar(5) character set latin1',
    values: Array.from({ length: 255 }, (_, byte) => `_latin1 x'${(byte + 1).toString(16).padStart(2, '0')}'`),
    printed: text,
  },
  {
    ...inCharset('cp1250', (value) => /^[\x01-\x7eäßé€]*$/.test(value)),
    hard: [refused("_cp1250 x'4181'", /4181/), refused("_cp1250 x'3f83'", /3F83/)],
  },
  {
    ...inCharset('greek', (value) => /^[\x01-\x7e]*$/.test(value)),
    hard: [refused("_greek x'c1ae3f'", /C1AE3F/)],
  },
  { ...inCharset('euckr', (value) => /^[\x01-\x7e日本]*$/.test(value)) },
  {
    name: 'lone_surrogate',
    type: 'varchar(5) character set ucs2',
    values: ["_ucs2 x'0041'"],
    printed: text,
    hard: [refused("_ucs2 x'0041d800'", /A/)],
  },
  { name: 'binary_8', type: 'binary(8)', values: values.bytes(8).map(ofBytes), printed: bytes },
  { name: 'varbinary', type: 'varbinary(40)', values: values.bytes(39).map(ofBytes), printed: bytes },
  { name: 'longblob', type: 'longblob', values: values.bytes().map(ofBytes), printed: bytes, bySession: true },
  simple('enumerated', "enum('a', 'B', 'it''s', '\\\\N', 'ö', '')", ['a', 'B', "it's", '\\N', 'ö', ''], text),
  simple('enumerated_latin1', "enum('ä', 'ß') character set latin1", ['ä', 'ß'], text),
  simple('member_set', "set('a', 'B', 'c d')", ['', 'a', 'a,B', 'c d', 'a,B,c d'], text),
  { name: 'json', type: 'json', values: values.jsonTexts().map(ofText), printed: text },
  // MariaDB 10.11 refuses versions above 5.
  simple(
    'uuid',
    'uuid',
    values.uuids().filter((value) => !/-[6-8]...-[89ab]/.test(value)),
  ),
  simple('inet4', 'inet4', ['0.0.0.0', '255.255.255.255', '192.168.1.1']),
  simple('inet6', 'inet6', ['::', '::1', '::ffff:1.2.3.4', 'fe80::1', '2001:db8::ff00:42:8329']),
  {
    name: 'geometry',
    type: 'geometry',
    values: ['point(1, -0e0)', "st_geomfromtext('polygon((0 0, 1 0, 1 1, 0 0))', 4326)"],
    printed: bytes,
  },
];
