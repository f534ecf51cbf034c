import type { HardValue, Printed, Server, TypeCase } from './case.js';
import * as values from './values.js';

const V = 'the_value';
const HEX_OF_TEXT = { postgres: `encode(convert_to(${V}::text, 'UTF8'), 'hex')`, mysql: `lower(hex(${V}))` };

/** The text is what the source's own cast gives. */
const text: TypeCase['printed'] = {
  postgres: { source: HEX_OF_TEXT.postgres, target: HEX_OF_TEXT.postgres },
  mysql: { source: HEX_OF_TEXT.postgres, target: HEX_OF_TEXT.mysql },
};
/** Both servers write it alike. */
const plain: TypeCase['printed'] = {
  postgres: { source: `${V}::text`, target: `${V}::text` },
  mysql: { source: `${V}::text`, target: `cast(${V} as char)` },
};
const crossed = (source: string, target = `cast(${V} as char)`): TypeCase['printed'] => ({
  postgres: plain.postgres,
  mysql: { source, target },
});
const number: Printed = { source: `${V}::text`, target: `${V}::text`, as: 'number' };
const numberInMysql = {
  source: `${V}::float8::text`,
  target: `cast(${V} as double)`,
  as: 'number without -0',
} as const;

const quoted = (value: string) => `'${value.replaceAll("'", "''")}'`;
const ofText = (value: string) => `convert_from(decode('${Buffer.from(value).toString('hex')}', 'hex'), 'UTF8')`;
const refused = (sql: string, shown: RegExp, refusedBy: readonly Server[] = ['postgres', 'mysql']): HardValue => ({
  sql: quoted(sql),
  refusedBy,
  shown,
});
const onlyMysql = ['mysql'] as const;

const simple = (
  name: string,
  type: string,
  list: readonly string[],
  printed: TypeCase['printed'] = text,
  hard: readonly HardValue[] = [],
): TypeCase => ({ name, type, values: list.map(quoted), printed, hard });

const stamp = (column: string) => `to_char(${column}, 'YYYY-MM-DD HH24:MI:SS.US')`;
const infinities = ['infinity', '-infinity'].map((value) => refused(value, new RegExp(value), onlyMysql));
const wideDates = ['0001-12-31 BC', '4713-01-01 BC', '10000-01-01', '5874897-12-31'];
const wideStamps = [
  '0044-03-15 12:00:00.000001 BC',
  '4713-01-01 00:00:00 BC',
  '10000-01-01 00:00:00',
  '294246-12-31 23:59:59.999999',
];
/** The day, as DuckDB prints it. */
const inEngine = (value: string) =>
  new RegExp(`holds ${value.split(' ')[0]}${value.endsWith('BC') ? ' \\(BC\\)' : ''}`);
const beyondEngine = ['294276-12-31 23:59:59.999999', '294248-01-01 00:00:00'];
const notFinite = ['NaN', 'Infinity', '-Infinity'];

export const POSTGRES_CASES: readonly TypeCase[] = [
  simple('boolean', 'boolean', ['true', 'false'], crossed(`${V}::int::text`)),
  simple('smallint', 'smallint', values.integers(-(2n ** 15n), 2n ** 15n - 1n), plain),
  simple('integer', 'integer', values.integers(-(2n ** 31n), 2n ** 31n - 1n), plain),
  simple('bigint', 'bigint', values.integers(-(2n ** 63n), 2n ** 63n - 1n), plain),
  simple('oid', 'oid', values.integers(0n, 2n ** 32n - 1n), plain),
  {
    ...simple(
      'real',
      'real',
      values.floats(),
      { postgres: number, mysql: numberInMysql },
      notFinite.map((value) => refused(value, new RegExp(value, 'i'), onlyMysql)),
    ),
    bySession: true,
  },
  {
    ...simple(
      'double',
      'double precision',
      values.doubles(),
      { postgres: number, mysql: numberInMysql },
      notFinite.map((value) => refused(value, new RegExp(value, 'i'), onlyMysql)),
    ),
    bySession: true,
  },
  simple('numeric_10_2', 'numeric(10,2)', values.decimals(10, 2), plain, [refused('NaN', /NaN/)]),
  simple('numeric_15_15', 'numeric(15,15)', values.decimals(15, 15), plain),
  simple('numeric_18_4', 'numeric(18,4)', values.decimals(18, 4), plain),
  simple('numeric_38_0', 'numeric(38,0)', values.decimals(38, 0), plain, [refused('NaN', /NaN/)]),
  simple('numeric_38_30', 'numeric(38,30)', values.decimals(38, 30), plain),
  simple('numeric_38_38', 'numeric(38,38)', values.decimals(38, 38), { ...plain, mysql: { refused: /the_value.*38/ } }),
  simple('numeric_65_30', 'numeric(65,30)', values.decimals(65, 30)),
  simple('numeric_negative_scale', 'numeric(5,-2)', ['0', '100', '-9999900', '1234500'], plain),
  simple('numeric_large_scale', 'numeric(3,5)', ['0.00999', '-0.00001', '0'], plain),
  simple('numeric', 'numeric', [
    ...notFinite,
    ...['0', '0.000', '-1.50', '1e131071', '1e-16383', `${'9'.repeat(400)}.${'1'.repeat(400)}`],
    ...values.decimals(60, 30),
  ]),
  { ...simple('money', 'money', ['0', '-1.5', '92233720368547758.07', '-92233720368547758.08']), bySession: true },
  { name: 'text', type: 'text', values: values.texts().map(ofText), printed: text },
  { name: 'varchar', type: 'varchar(40)', values: values.shortTexts(40).map(ofText), printed: text },
  { name: 'char', type: 'char(10)', values: values.shortTexts(10).map(ofText), printed: text },
  {
    // Without a length nothing is padded: spaces at the end are the user's, though its cast to text takes them away.
    name: 'bpchar',
    type: 'bpchar',
    values: values.shortTexts(40).map(ofText),
    printed: {
      postgres: {
        ...text.postgres,
        source: HEX_OF_TEXT.postgres.replace(`${V}::text`, `textin(bpcharout(${V}))`),
      } as Printed,
      mysql: {
        ...text.mysql,
        source: HEX_OF_TEXT.postgres.replace(`${V}::text`, `textin(bpcharout(${V}))`),
      } as Printed,
    },
  },
  { name: 'name', type: 'name', values: values.shortTexts(15).map(ofText), printed: text },
  simple('one_char', '"char"', ['', 'a', '\\', "'", '\t']),
  {
    name: 'text_insensitive',
    type: 'text collate insensitive',
    setup: `create collation insensitive (provider = icu, locale = 'und-u-ks-level1', deterministic = false)`,
    values: values.shortTexts(40).map(ofText),
    printed: text,
  },
  { name: 'text_icu', type: 'text collate "de-x-icu"', values: values.shortTexts(40).map(ofText), printed: text },
  {
    name: 'bytea',
    type: 'bytea',
    values: values.bytes().map((hex) => `decode('${hex}', 'hex')`),
    printed: {
      postgres: { source: `encode(${V}, 'hex')`, target: `encode(${V}, 'hex')` },
      mysql: { source: `encode(${V}, 'hex')`, target: `lower(hex(${V}))` },
    },
    bySession: true,
  },
  {
    ...simple('date', 'date', values.dates(), plain, [
      ...infinities,
      ...wideDates.map((value) => refused(value, inEngine(value), onlyMysql)),
    ]),
    bySession: true,
  },
  simple('time', 'time', [...values.times(), '24:00:00'], crossed(`to_char(${V}::interval, 'HH24:MI:SS.US')`)),
  {
    ...simple('timetz', 'timetz', ['00:00:00+00', '24:00:00-15:59', '12:34:56.789012+05:30', '23:59:59+15']),
    bySession: true,
  },
  {
    ...simple('timestamp', 'timestamp', values.timestamps(), crossed(stamp(V)), [
      ...infinities,
      ...wideStamps.map((value) => refused(value, inEngine(value), onlyMysql)),
      ...beyondEngine.map((value) => refused(value, new RegExp(value.slice(0, 6)))),
    ]),
    bySession: true,
  },
  simple('timestamp_3', 'timestamp(3)', values.timestamps(3), crossed(stamp(V))),
  {
    ...simple(
      'timestamptz',
      'timestamptz',
      values
        .timestamps(6, values.dates().slice(1, -1))
        .map((value, index) => `${value}${['+00', '-11:30', '+14', '+05:45'][index % 4]}`),
      crossed(stamp(`${V} at time zone 'UTC'`)),
      [
        ...infinities,
        ...wideStamps.map((value) => refused(value.replace(/( BC)?$/, '+00$1'), inEngine(value), onlyMysql)),
        ...beyondEngine.map((value) => refused(`${value}+00`, new RegExp(value.slice(0, 6)))),
      ],
    ),
    bySession: true,
  },
  {
    ...simple(
      'interval',
      'interval',
      [
        ...[
          '0',
          '1 mon',
          '-1 mon +1 day -00:00:00.000001',
          '178000000 years',
          '-178000000 years',
          '30 days',
          '24:00:00',
        ],
        ...['2562047788:00:54.775807', '-2562047788:00:54.775807', '1 year 2 mons -3 days 04:05:06.789'],
      ],
      { ...plain, mysql: { refused: /the_value.*interval/i } },
      [refused('infinity', /infinity/), refused('-infinity', /-infinity/)],
    ),
    bySession: true,
  },
  simple('uuid', 'uuid', values.uuids(), plain),
  simple('inet', 'inet', ['192.168.0.1', '192.168.0.1/24', '::1', '::ffff:1.2.3.4/128', 'fe80::/10', '0.0.0.0/0'], {
    postgres: { source: `textin(inet_out(${V}))::text`, target: `${V}::text` },
    mysql: { source: `textin(inet_out(${V}))::text`, target: `cast(${V} as char)` },
  }),
  simple('cidr', 'cidr', ['192.168.0.0/24', '::/0', '10.1.2.3/32', '2001:db8::/32']),
  simple('macaddr', 'macaddr', ['08:00:2b:01:02:03', 'ff:ff:ff:ff:ff:ff']),
  simple('bit', 'bit(10)', ['0000000000', '1111111111', '1000000001']),
  simple('varbit', 'bit varying', ['', '0', '1', '0101', '1'.repeat(200)]),
  {
    name: 'json',
    type: 'json',
    values: values
      .jsonTexts()
      .map(ofText)
      .map((sql) => `${sql}::json`),
    printed: text,
  },
  {
    name: 'jsonb',
    type: 'jsonb',
    values: values
      .jsonTexts()
      .map(ofText)
      .map((sql) => `${sql}::jsonb`),
    printed: text,
  },
  simple('json_deep', 'json', [`${'['.repeat(25)}${']'.repeat(25)}`, `[${'1,'.repeat(50_000)}1]`]),
  simple('int_array', 'integer[]', ['{}', '{NULL}', '{1,NULL,-2147483648}', '{{1,2},{3,4}}', '[2:3]={1,2}']),
  {
    name: 'text_array',
    type: 'text[]',
    values: values.shortTexts(20).map((value) => `array[${ofText(value)}, null, 'NULL', '{']`),
    printed: text,
  },
  {
    name: 'session_arrays',
    type: 'float8[]',
    values: [`'{0.1,1e22,-0,NaN,Infinity,0.30000000000000004}'`],
    printed: text,
    bySession: true,
  },
  simple('date_array', 'timestamptz[]', ['{"2024-02-29 12:00:00.5+00",infinity}', '{"0044-03-15 00:00:00+00 BC"}']),
  simple('bytea_array', 'bytea[]', ['{"\\\\x00ff","\\\\x"}']),
  {
    ...simple('enumerated', 'mood', ['sad', 'happy', "it's \\N", 'ä']),
    setup: `create type mood as enum ('happy', 'sad', 'it''s \\N', 'ä')`,
  },
  {
    ...simple('domain_of_text', 'short_text', ['', 'abc', '\\N', ' a ']),
    setup: 'create domain short_text as varchar(5)',
  },
  {
    ...simple('domain_of_numeric', 'price', values.decimals(12, 3), plain),
    setup: 'create domain price as numeric(12,3)',
  },
  {
    ...simple('composite', 'pair', ['(1,)', '(,"a ""b"" \\\\N")', '(-1,😀)']),
    setup: 'create type pair as (a integer, b text)',
  },
  simple('int_range', 'int4range', ['empty', '[1,5)', '(,)', '[1,]']),
  { ...simple('stamp_range', 'tstzrange', ['[2024-01-01 00:00:00+00,infinity)', 'empty']), bySession: true },
  simple('point', 'point', ['(1,2)', '(-0,1e300)', '(NaN,Infinity)']),
  simple('tsvector', 'tsvector', ["'a':1 'b':2A", "'it''s':3"]),
  simple('xml', 'xml', ['<a b="1">&lt;ä</a>', 'text', '<?xml version="1.0"?><x/>']),
];
