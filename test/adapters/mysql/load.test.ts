import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest';
import type { ColumnType, ResultColumn } from '#dvt/spi/column-type.js';
import type { Connection } from '#dvt/spi/connection.js';
import type { KeptSession, KeptSessions, OpenWriter } from '#dvt/spi/load.js';
import { chunksOf } from '../../batches/chunks.js';
import type { BatchValue } from '../../batches/decode-batch.js';
import { freshMysql, mysqlServer } from '../../servers/index.js';
import { named, open, readTexts } from './open.js';

let database: Awaited<ReturnType<typeof freshMysql>>;
let connection: Connection;
beforeAll(async () => {
  database = await freshMysql();
  connection = await open(database.profile);
});
afterAll(async () => {
  await connection.close();
  await database.drop();
});

/** How rows reach the server: as lines of LOAD DATA, or where that is off as INSERTs. */
const WAYS = ['LOAD DATA', 'INSERT'] as const;
type Way = (typeof WAYS)[number];

async function load(
  way: Way,
  columns: readonly ResultColumn[],
  rows: readonly (readonly BatchValue[])[],
  columnTypes: readonly (readonly [string, string])[] = [],
  into = connection,
  kept?: KeptSessions,
): Promise<{ rows: number; bytes: number }> {
  await into.target!.drop(named('t'));
  const plan = await into.target!.load(named('t'), columns, { columnTypes: new Map(columnTypes) });
  if (plan.kind !== 'write') throw new Error('a writer was expected');
  const { openWriter } = (await import(plan.module)) as { openWriter: OpenWriter };
  const data = { ...(plan.data as object), ...(way === 'INSERT' && { localFiles: false }) };
  const writer = await openWriter(structuredClone(data), columns, kept);
  try {
    for (const chunk of chunksOf(columns, rows)) await writer.write(chunk);
    return await writer.finish();
  } catch (error) {
    await writer.abort();
    throw error;
  }
}

const decimal = (precision: number, scale: number): ColumnType => ({ kind: 'decimal', precision, scale });
const kind = (name: Exclude<ColumnType['kind'], 'decimal' | 'list' | 'struct' | 'other'>): ColumnType => ({
  kind: name,
});
const day = (text: string) => Date.parse(`${text}T00:00:00Z`) / 86_400_000;
const micros = (text: string) => BigInt(Date.parse(`${text}Z`)) * 1000n;
const ODD_TEXTS = [
  '',
  'a\tb',
  'a\nb',
  'a\r\nb',
  '\\',
  '\\N',
  'N',
  '\\\\N',
  "it's",
  '"',
  '\0',
  'x\0y',
  '😀 four bytes',
  ' trailing ',
  'tab\\t',
  '\u001a',
  'NULL',
  'é'.repeat(200000),
];

/** Engine type, values, what the server prints for them (HEX for bytes). */
const TYPES: readonly [type: ColumnType, values: BatchValue[], texts: string[]][] = [
  [kind('boolean'), [true, false], ['1', '0']],
  [kind('int8'), [-128, 127], ['-128', '127']],
  [kind('uint8'), [0, 255], ['0', '255']],
  [kind('int16'), [-32768, 32767], ['-32768', '32767']],
  [kind('uint16'), [65535], ['65535']],
  [kind('int32'), [-2147483648, 2147483647], ['-2147483648', '2147483647']],
  [kind('uint32'), [4294967295], ['4294967295']],
  [
    kind('int64'),
    [-(2n ** 63n), -(2n ** 53n) - 1n, 0n, 999999999n, 1000000000n, 2n ** 53n + 1n, 2n ** 63n - 1n],
    [
      '-9223372036854775808',
      '-9007199254740993',
      '0',
      '999999999',
      '1000000000',
      '9007199254740993',
      '9223372036854775807',
    ],
  ],
  [kind('uint64'), [2n ** 64n - 1n, 2n ** 63n], ['18446744073709551615', '9223372036854775808']],
  [kind('hugeint'), [10n ** 38n - 1n, -(10n ** 38n) + 1n, 5n], ['9'.repeat(38), `-${'9'.repeat(38)}`, '5']],
  [kind('uhugeint'), [10n ** 38n - 1n], ['9'.repeat(38)]],
  [decimal(4, 2), [-5n, 9999n, 0n], ['-0.05', '99.99', '0.00']],
  [decimal(9, 9), [1n, -999999999n], ['0.000000001', '-0.999999999']],
  [decimal(18, 12), [-1n, 999999999999999999n], ['-0.000000000001', '999999.999999999999']],
  [decimal(38, 30), [1n, -(10n ** 38n) + 1n], [`0.${'0'.repeat(29)}1`, `-${'9'.repeat(8)}.${'9'.repeat(30)}`]],
  [
    kind('float64'),
    // MariaDB keeps no negative zero; the two are equal.
    [0.1, 5e-324, 1.7976931348623157e308, 1e21, 1 / 3],
    ['0.1', '5e-324', '1.7976931348623157e308', '1e21', '0.3333333333333333'],
  ],
  [
    kind('date'),
    [day('0001-01-01'), day('1582-10-10'), day('2024-02-29'), day('9999-12-31')],
    ['0001-01-01', '1582-10-10', '2024-02-29', '9999-12-31'],
  ],
  [kind('time'), [0n, 1n, 86_400_000_000n], ['00:00:00.000000', '00:00:00.000001', '24:00:00.000000']],
  [
    kind('timestamp'),
    [micros('0001-01-01T00:00:00'), -1n, micros('9999-12-31T23:59:59') + 999_999n],
    ['0001-01-01 00:00:00.000000', '1969-12-31 23:59:59.999999', '9999-12-31 23:59:59.999999'],
  ],
  [kind('timestamptz'), [micros('2024-07-01T10:00:00')], ['2024-07-01 10:00:00.000000']],
  [
    kind('uuid'),
    [0x00112233445566778899aabbccddeeffn, 2n ** 128n - 1n],
    ['00112233-4455-6677-8899-aabbccddeeff', 'ffffffff-ffff-ffff-ffff-ffffffffffff'],
  ],
  [kind('varchar'), ODD_TEXTS, ODD_TEXTS],
  [kind('json'), ['{"a": [1, null]}', '"\\t\\\\"'], ['{"a": [1, null]}', '"\\t\\\\"']],
  [
    kind('blob'),
    [Buffer.from([0, 9, 10, 13, 39, 92, 128, 255]), Buffer.alloc(0), Buffer.alloc(5000, 0xc3)],
    ['00090A0D275C80FF', '', 'C3'.repeat(5000)],
  ],
];

for (const way of WAYS) {
  test.each(TYPES)(`by ${way}: %o arrives as it is`, async (type, values, texts) => {
    const rows = [null, ...values].map((value, id) => [id, value]);
    const columns: ResultColumn[] = [
      { name: 'id', type: kind('int32') },
      { name: 'a "b`c', type },
    ];
    expect((await load(way, columns, rows)).rows).toBe(rows.length);
    const value = type.kind === 'blob' ? 'hex(`a "b``c`)' : '`a "b``c`';
    expect(await database.query(`select id, ${value} from t order by id`)).toEqual(
      [null, ...texts].map((text, id) => [String(id), text]),
    );
  });

  test(`by ${way}: floats keep every bit`, async () => {
    const floats = Array.from({ length: 3000 }, (_, at) => {
      const bits = new DataView(new ArrayBuffer(4));
      bits.setUint32(0, at < 10 ? at + 1 : Math.floor(Math.random() * 2 ** 32));
      return bits.getFloat32(0);
    }).filter(Number.isFinite);
    await load(
      way,
      [{ name: 'v', type: kind('float32') }],
      floats.map((value) => [value]),
    );
    const stored = await database.query('select cast(v as double) from t');
    expect(stored.map(([text]) => Math.fround(Number(text)))).toEqual(floats);
  });

  test(`by ${way}: lines that are empty, and no lines at all`, async () => {
    const columns = [{ name: 'v', type: kind('varchar') }];
    await load(way, columns, [[''], [null], ['']]);
    expect(await database.query("select v is null, v = '' from t")).toEqual([
      ['0', '1'],
      ['1', null],
      ['0', '1'],
    ]);
    expect(await load(way, columns, [])).toEqual({ rows: 0, bytes: 0 });
    expect(await database.query('select count(*) from t')).toEqual([['0']]);
  });

  test(`by ${way}: text beside bytes, in columns of other character sets`, async () => {
    const columns = [
      { name: 'b', type: kind('blob') },
      { name: 'l', type: kind('varchar') },
      { name: 'u', type: kind('varchar') },
      { name: 'j', type: kind('json') },
    ];
    const types = [
      ['l', 'varchar(20) character set latin1'],
      ['j', 'json'],
    ] as const;
    await load(way, columns, [[Buffer.from([0xf0, 0x5c]), 'é€', '😀', '"é"']], types);
    expect(await database.query('select hex(b), l, u, j from t')).toEqual([['F05C', 'é€', '😀', '"é"']]);
  });

  test(`by ${way}: a value that the column cannot hold fails the load and leaves no table`, async () => {
    const columns = [{ name: 'v', type: kind('varchar') }];
    for (const columnType of ['varchar(3)', 'int', 'date', 'varchar(9) character set latin1']) {
      await expect(load(way, columns, [['ok'], ['日本語 long']], [['v', columnType]])).rejects.toThrow(/v|column/);
      expect(await database.query("show tables like 't'")).toEqual([]);
    }
    await expect(load(way, [{ name: 'v', type: kind('json') }], [['{oops']])).rejects.toThrow(/CONSTRAINT|JSON/);
  });

  test.each([
    [kind('float64'), Number.NaN, 'NaN'],
    [kind('float32'), Number.POSITIVE_INFINITY, 'Infinity'],
    [kind('date'), 2147483647, 'infinity'],
    [kind('timestamp'), -(2n ** 63n) + 1n, '-infinity'],
    [kind('date'), -800000, 'years 1 to 9999'],
    [kind('hugeint'), 10n ** 38n, '38 digits'],
  ])(`by ${way}: %o %s is refused by name`, async (type, value, said) => {
    const loading = load(way, [{ name: 'amount', type }], [[value as BatchValue]]);
    await expect(loading).rejects.toThrow(/Column amount/);
    await expect(loading).rejects.toThrow(said);
    expect(await database.query("show tables like 't'")).toEqual([]);
  });
}

test('a server without local_infile is told of, and rows are inserted', async () => {
  const server = await mysqlServer({ settings: { 'local-infile': '0' } });
  const own = await server.database();
  const notices: string[] = [];
  const elsewhere = await open(own.profile, notices);
  const columns = [{ name: 'v', type: kind('varchar') }];
  const rows = Array.from({ length: 20000 }, (_, at) => [`row ${at} ${'x'.repeat(200)}`]);
  expect((await load('LOAD DATA', columns, rows, [], elsewhere)).rows).toBe(20000);
  expect(notices.join()).toMatch(/local_infile is off/);
  expect((await elsewhere.inspect()).mayNot.join()).toMatch(/local_infile/);
  expect(await own.query('select count(distinct v) from t')).toEqual([['20000']]);
  await elsewhere.close();
});

test('types that MySQL lacks are converted by the engine, or refused with a way out', async () => {
  const list: ColumnType = { kind: 'list', element: kind('int32') };
  const plan = await connection.target!.load(
    named('x'),
    [
      { name: 'id', type: kind('int64') },
      { name: 'l"', type: list },
      { name: 'e', type: { kind: 'other', name: "ENUM('a')" } },
    ],
    { columnTypes: new Map() },
  );
  expect(plan).toMatchObject({ projection: ['"id"', 'to_json("l""")::varchar as "l"""', '"e"::varchar as "e"'] });
  const { columnType } = connection.dialect;
  expect(() => columnType(kind('interval'), 'took')).toThrow(/"took" is a interval/);
  expect(() => columnType(decimal(38, 31), 'd')).toThrow(/30 decimals/);
});

test('what is loaded is read back the same', async () => {
  const columns: ResultColumn[] = TYPES.filter(
    ([{ kind: name }]) => !['boolean', 'json', 'timestamptz', 'time', 'uuid'].includes(name),
  ).map(([type], at) => ({ name: `c${at}`, type }));
  const chosen = TYPES.filter(([{ kind: name }]) => !['boolean', 'json', 'timestamptz', 'time', 'uuid'].includes(name));
  const count = Math.max(...chosen.map(([, values]) => values.length));
  const rows = Array.from({ length: count }, (_, row) => chosen.map(([, values]) => values[row] ?? null));
  await load('LOAD DATA', columns, rows);
  const { canonicalText } = await import('../../batches/canonical-text.js');
  const expected = rows.map((row) => row.map((value, at) => canonicalText(columns[at]!.type, value)));
  expect(await readTexts(connection, 't')).toEqual(expected);
});

test('a session is left to the next load; one that was lost meanwhile is replaced, one that failed is not left', async () => {
  const left: KeptSession[] = [];
  onTestFinished(async () => {
    for (const session of left) await session.close();
  });
  const kept: KeptSessions = { take: () => left.pop() ?? null, leave: (_, session) => void left.push(session) };
  const columns = [{ name: 'i', type: kind('int32') }];
  const one = (value: number) => load('LOAD DATA', columns, [[value]], [], connection, kept);
  await one(1);
  const [first] = left;
  await one(2);
  expect(left).toHaveLength(1);
  expect(left[0]).toBe(first);
  expect(first!.usable).toBe(true);
  await database.query(`kill ${(first as unknown as { id: number }).id}`);
  await one(3);
  expect(left).toHaveLength(1);
  expect(left[0]).not.toBe(first);
  const narrow = load('LOAD DATA', columns, [[300]], [['i', 'tinyint']], connection, kept);
  await expect(narrow).rejects.toMatchObject({ code: 'DVT5103' });
  expect(left).toHaveLength(0);
});
