import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ColumnType, ResultColumn } from '#dvt/spi/column-type.js';
import type { Connection } from '#dvt/spi/connection.js';
import type { OpenWriter } from '#dvt/spi/load.js';
import { chunksOf } from '../../batches/chunks.js';
import type { BatchValue } from '../../batches/decode-batch.js';
import { freshPostgres, type TestDatabase } from '../../servers/index.js';
import { named, open } from './open.js';

let database: TestDatabase;
let connection: Connection;
beforeAll(async () => {
  database = await freshPostgres();
  connection = await open(database.profile);
});
afterAll(async () => {
  await connection?.close();
  await database?.drop();
});

let count = 0;
async function load(
  columns: readonly ResultColumn[],
  rows: readonly (readonly BatchValue[])[],
  columnTypes: Readonly<Record<string, string>> = {},
): Promise<string> {
  const table = `loaded_${++count}`;
  const plan = await connection.target!.load(named(table), columns, {
    columnTypes: new Map(Object.entries(columnTypes)),
  });
  if (plan.kind !== 'write') throw new Error('not written');
  const { openWriter } = (await import(plan.module)) as { openWriter: OpenWriter };
  const writer = await openWriter(structuredClone(plan.data), columns);
  try {
    for (const chunk of chunksOf(columns, rows)) await writer.write(chunk);
    expect(await writer.finish()).toMatchObject({ rows: rows.length });
    return table;
  } catch (error) {
    await writer.abort();
    throw error;
  }
}

const of = (kind: string) => ({ kind }) as ColumnType;
const decimal = (precision: number, scale: number): ColumnType => ({ kind: 'decimal', precision, scale });
const MICROS = 1_000_000n;

/** Engine type, the column type it must get, values, and how the server must print them. */
const CASES: readonly [type: ColumnType, columnType: string, values: readonly (readonly [BatchValue, string])[]][] = [
  [
    of('boolean'),
    'boolean',
    [
      [true, 'true'],
      [false, 'false'],
    ],
  ],
  [
    of('int8'),
    'smallint',
    [
      [-128, '-128'],
      [127, '127'],
    ],
  ],
  [
    of('uint8'),
    'smallint',
    [
      [0, '0'],
      [255, '255'],
    ],
  ],
  [
    of('int16'),
    'smallint',
    [
      [-32768, '-32768'],
      [32767, '32767'],
    ],
  ],
  [of('uint16'), 'integer', [[65535, '65535']]],
  [
    of('int32'),
    'integer',
    [
      [-2147483648, '-2147483648'],
      [2147483647, '2147483647'],
    ],
  ],
  [
    of('uint32'),
    'bigint',
    [
      [0, '0'],
      [4294967295, '4294967295'],
    ],
  ],
  [
    of('int64'),
    'bigint',
    [
      [-9223372036854775808n, '-9223372036854775808'],
      [-1n, '-1'],
      [9223372036854775807n, '9223372036854775807'],
    ],
  ],
  [
    of('uint64'),
    'numeric(20,0)',
    [
      [0n, '0'],
      [10000n, '10000'],
      [18446744073709551615n, '18446744073709551615'],
    ],
  ],
  [
    of('hugeint'),
    'numeric(38,0)',
    [
      [-(10n ** 38n) + 1n, `-${'9'.repeat(38)}`],
      [0n, '0'],
      [12345n, '12345'],
      [10n ** 20n, `1${'0'.repeat(20)}`],
    ],
  ],
  [
    decimal(4, 1),
    'numeric(4,1)',
    [
      [-9999n, '-999.9'],
      [0n, '0.0'],
      [5n, '0.5'],
    ],
  ],
  [
    decimal(9, 4),
    'numeric(9,4)',
    [
      [999999999n, '99999.9999'],
      [-1n, '-0.0001'],
      [100000000n, '10000.0000'],
    ],
  ],
  [
    decimal(15, 2),
    'numeric(15,2)',
    [
      [999999999999999n, '9999999999999.99'],
      [-100n, '-1.00'],
      [1n, '0.01'],
      [1000000000000n, '10000000000.00'],
    ],
  ],
  [
    decimal(18, 12),
    'numeric(18,12)',
    [
      [999999999999999999n, '999999.999999999999'],
      [1n, '0.000000000001'],
      [-1234500000000n, '-1.234500000000'],
    ],
  ],
  [
    decimal(18, 17),
    'numeric(18,17)',
    [
      [999999999999999999n, '9.99999999999999999'],
      [1n, '0.00000000000000001'],
    ],
  ],
  [
    decimal(38, 10),
    'numeric(38,10)',
    [
      [10n ** 38n - 1n, `${'9'.repeat(28)}.${'9'.repeat(10)}`],
      [-1n, '-0.0000000001'],
      [0n, '0.0000000000'],
    ],
  ],
  [decimal(38, 38), 'numeric(38,38)', [[1n, `0.${'0'.repeat(37)}1`]]],
  [
    of('float32'),
    'real',
    [
      [0.10000000149011612, '0.1'],
      [-0, '-0'],
      [Number.NaN, 'NaN'],
      [Number.POSITIVE_INFINITY, 'Infinity'],
    ],
  ],
  [
    of('float64'),
    'double precision',
    [
      [0.1, '0.1'],
      [5e-324, '5e-324'],
      [Number.NEGATIVE_INFINITY, '-Infinity'],
      [Number.NaN, 'NaN'],
    ],
  ],
  [
    of('date'),
    'date',
    [
      [0, '1970-01-01'],
      [-2440588, '4714-11-24 BC'],
      [2145042905, '5874897-12-31'],
      [2147483647, 'infinity'],
      [-2147483647, '-infinity'],
    ],
  ],
  [
    of('time'),
    'time without time zone',
    [
      [0n, '00:00:00'],
      [86_400n * MICROS, '24:00:00'],
      [1n, '00:00:00.000001'],
    ],
  ],
  [
    of('timestamp'),
    'timestamp without time zone',
    [
      [0n, '1970-01-01 00:00:00'],
      [-1n, '1969-12-31 23:59:59.999999'],
      [9223372036854775806n, '294247-01-10 04:00:54.775806'],
      [9223372036854775807n, 'infinity'],
      [-9223372036854775807n, '-infinity'],
      [-210866803200n * MICROS, '4714-11-24 00:00:00 BC'],
    ],
  ],
  [
    of('timestamptz'),
    'timestamp with time zone',
    [
      [946_684_800n * MICROS, '2000-01-01 00:00:00+00'],
      [9223372036854775807n, 'infinity'],
    ],
  ],
  [of('interval'), 'interval', [[{ months: 14, days: -3, micros: 1n }, '1 year 2 mons -3 days +00:00:00.000001']]],
  [
    of('uuid'),
    'uuid',
    [
      [0n, '00000000-0000-0000-0000-000000000000'],
      [0x7d4448409dc011d1b2455ffdce74fad2n, '7d444840-9dc0-11d1-b245-5ffdce74fad2'],
      [2n ** 128n - 1n, 'ffffffff-ffff-ffff-ffff-ffffffffffff'],
    ],
  ],
  [
    of('varchar'),
    'text',
    [
      ['', ''],
      ['twelve bytes', 'twelve bytes'],
      ['thirteen byte', 'thirteen byte'],
      ['\\N\t\r\n"\\', '\\N\t\r\n"\\'],
      ['😀'.repeat(600_000), '😀'.repeat(600_000)],
    ],
  ],
  [of('json'), 'json', [['{"b": 1,  "a": 1.0}', '{"b": 1,  "a": 1.0}']]],
  [
    of('blob'),
    'bytea',
    [
      [Buffer.from([0, 255, 39, 92]), '\\x00ff275c'],
      [Buffer.alloc(0), '\\x'],
    ],
  ],
];

describe('every value of the engine arrives', () => {
  it.each(CASES)('%j as %s', async (type, columnType, values) => {
    const rows = [...values.map(([value]): [number, BatchValue] => [0, value]), [0, null] as [number, BatchValue]];
    const numbered = rows.map(([, value], index) => [index, value]);
    const table = await load(
      [
        { name: 'n', type: of('int32') },
        { name: 'v', type },
      ],
      numbered,
    );
    const session = await database.session();
    await session.query("set timezone = 'UTC'");
    expect(await session.query(`select v::text from ${table} order by n`)).toEqual([
      ...values.map(([, text]) => [text]),
      [null],
    ]);
    expect(
      await session.query(
        `select format_type(atttypid, atttypmod) from pg_attribute where attrelid = '${table}'::regclass and attname = 'v'`,
      ),
    ).toEqual([[columnType]]);
    await session.end();
  });

  it('over many chunks, with an odd name', async () => {
    const columns = [
      { name: 'a "b"', type: of('int32') },
      { name: 'Select', type: of('varchar') },
    ];
    const rows = Array.from({ length: 10_000 }, (_, n) => [n, n % 3 === 0 ? null : 'x'.repeat(n % 40)]);
    const table = await load(columns, rows);
    expect(
      await database.query(`select count(*), count("Select"), sum("a ""b"""), sum(length("Select")) from ${table}`),
    ).toEqual([
      ['10000', '6666', '49995000', String(rows.reduce((sum, [, text]) => sum + String(text ?? '').length, 0))],
    ]);
  });
});

describe('what the target cannot hold is refused, naming the column', () => {
  const REFUSED: readonly [ColumnType, BatchValue, RegExp][] = [
    [of('varchar'), 'nul\0here', /column v .*NUL/],
    [of('hugeint'), 10n ** 38n, /column v .*1000000/],
    [of('date'), -2_147_483_000, /column v .*date/],
    [of('timestamp'), -9_223_000_000_000_000_000n, /column v .*timestamp/],
    [of('json'), '{', /column v .*json/],
  ];
  it.each(REFUSED)('%j', async (type, value, message) => {
    const failure = load([{ name: 'v', type }], [[value]]);
    await expect(failure).rejects.toThrow(message);
    await expect(failure).rejects.toMatchObject({ name: 'DvtError', code: 'DVT5103' });
    expect(await database.query(`select to_regclass('loaded_${count}')`)).toEqual([[null]]);
  });

  it('types without an equal', () => {
    expect(() => connection.dialect.columnType({ kind: 'other', name: 'MAP(INTEGER, VARCHAR)' }, 'm')).toThrow(
      /column m .*MAP/,
    );
  });
});

describe("the model's data_type", () => {
  it('a length is checked, jsonb and enums are filled', async () => {
    await database.query(`create type size as enum ('s', 'm'); create domain code as varchar(3)`);
    const columns = ['a', 'b', 'c', 'd', 'e'].map((name) => ({ name, type: of('varchar') }));
    const types = { a: 'varchar(5)', b: 'jsonb', c: 'size', d: 'code', e: 'inet' };
    const table = await load(
      columns,
      [
        ['abcde', '{"a":1}', 'm', 'xyz', '10.0.0.1'],
        [null, null, null, null, null],
      ],
      types,
    );
    expect(await database.query(`select a, b, c, d, e from ${table}`)).toEqual([
      ['abcde', '{"a": 1}', 'm', 'xyz', '10.0.0.1'],
      [null, null, null, null, null],
    ]);
    const spelled = await database.query(
      `select string_agg(format_type(atttypid, atttypmod), ',' order by attnum) from pg_attribute where attrelid = '${table}'::regclass and attnum > 0`,
    );
    expect(spelled).toEqual([['character varying(5),jsonb,size,code,inet']]);
    await expect(load(columns, [['too long', null, null, null, null]], types)).rejects.toThrow(/column a /);
  });

  it('asks the engine for the type whose form it writes', async () => {
    const columns = [
      { name: 'a', type: of('int64') },
      { name: 'b', type: decimal(10, 2) },
      { name: 'c', type: of('float64') },
    ];
    const plan = await connection.target!.load(named('never'), columns, {
      columnTypes: new Map([
        ['a', 'integer'],
        ['b', 'numeric'],
        ['c', 'numeric(8,3)'],
      ]),
    });
    expect(plan).toMatchObject({ projection: ['CAST("a" AS INTEGER)', '"b"', 'CAST("c" AS DECIMAL(8,3))'] });
    expect(await database.query(`select to_regclass('never')`)).toEqual([[null]]);
  });
});
