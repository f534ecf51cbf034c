import { DuckDBInstance } from '@duckdb/node-api';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { ColumnType } from '#dvt/spi/column-type.js';
import { Staged, task } from './staged.js';

const DAY = 86_400_000_000n;
const decimal = (precision: number, scale: number): ColumnType => ({ kind: 'decimal', precision, scale });

/** A column type, values in the physical form that readers write, and DuckDB's own expressions of the same values. */
const CASES: readonly (readonly [ColumnType, readonly unknown[], readonly string[]])[] = [
  [{ kind: 'boolean' }, [true, false], ['true', 'false']],
  [{ kind: 'int8' }, [-128, 127], ['(-128)::tinyint', '127::tinyint']],
  [{ kind: 'int16' }, [-32768, 32767], ['(-32768)::smallint', '32767::smallint']],
  [{ kind: 'int32' }, [-2147483648, 2147483647], ['(-2147483648)::integer', '2147483647::integer']],
  [
    { kind: 'int64' },
    [-(2n ** 63n), 2n ** 63n - 1n],
    ['(-9223372036854775808)::bigint', '9223372036854775807::bigint'],
  ],
  [
    { kind: 'hugeint' },
    [-(2n ** 127n), 2n ** 127n - 1n],
    ["'-170141183460469231731687303715884105728'::hugeint", "'170141183460469231731687303715884105727'::hugeint"],
  ],
  [{ kind: 'uint8' }, [0, 255], ['0::utinyint', '255::utinyint']],
  [{ kind: 'uint16' }, [0, 65535], ['0::usmallint', '65535::usmallint']],
  [{ kind: 'uint32' }, [0, 4294967295], ['0::uinteger', '4294967295::uinteger']],
  [{ kind: 'uint64' }, [0n, 2n ** 64n - 1n], ['0::ubigint', '18446744073709551615::ubigint']],
  [{ kind: 'uhugeint' }, [2n ** 128n - 1n], ["'340282366920938463463374607431768211455'::uhugeint"]],
  [
    { kind: 'float32' },
    [1.5, Number.NaN, Number.POSITIVE_INFINITY, -0],
    ['1.5::float', "'nan'::float", "'inf'::float", "'-0'::float"],
  ],
  [{ kind: 'float64' }, [0.1, 5e-324, -Infinity], ['0.1::double', '5e-324::double', "'-inf'::double"]],
  [decimal(4, 2), [-9999n, 9999n], ['-99.99::decimal(4,2)', '99.99::decimal(4,2)']],
  [decimal(9, 0), [999_999_999n], ['999999999::decimal(9,0)']],
  [decimal(18, 18), [-999_999_999_999_999_999n], ["'-0.999999999999999999'::decimal(18,18)"]],
  [
    decimal(38, 10),
    [10n ** 38n - 1n, -(10n ** 38n) + 1n],
    [
      "'9999999999999999999999999999.9999999999'::decimal(38,10)",
      "'-9999999999999999999999999999.9999999999'::decimal(38,10)",
    ],
  ],
  [
    { kind: 'date' },
    [0, -719528, 2932896, 2147483647, -2147483647],
    ["date '1970-01-01'", "date '0000-01-01'", "date '9999-12-31'", "'infinity'::date", "'-infinity'::date"],
  ],
  [{ kind: 'time' }, [0n, DAY], ["time '00:00:00'", "time '24:00:00'"]],
  [{ kind: 'timestamp' }, [-1n, 2n ** 63n - 1n], ["timestamp '1969-12-31 23:59:59.999999'", "'infinity'::timestamp"]],
  [{ kind: 'timestamptz' }, [1_700_000_000_000_000n], ["timestamptz '2023-11-14 22:13:20+00'"]],
  [{ kind: 'interval' }, [[-1, 31, -1n]], ["(interval '-1 month' + interval '31 days' + interval '-1 microsecond')"]],
  [
    { kind: 'uuid' },
    [BigInt.asIntN(128, 0x00112233445566778899aabbccddeeffn ^ (1n << 127n))],
    ["'00112233-4455-6677-8899-aabbccddeeff'::uuid"],
  ],
  [
    { kind: 'varchar' },
    ['', 'twelve bytes', 'thirteen byte', 'é😀 and more than twelve', 'a\0b', '\\N\r\n'],
    [
      "''",
      "'twelve bytes'",
      "'thirteen byte'",
      "'é😀 and more than twelve'",
      "'a' || chr(0) || 'b'",
      "'\\N' || chr(13) || chr(10)",
    ],
  ],
  [{ kind: 'json' }, ['{"b": 1.0,  "a":[1]}'], [`'{"b": 1.0,  "a":[1]}'::json`]],
  [
    { kind: 'blob' },
    [Buffer.from([0, 255, 128]), Buffer.alloc(20, 0xfe), Buffer.alloc(0)],
    ["'\\x00\\xFF\\x80'::blob", `'${'\\xFE'.repeat(20)}'::blob`, "''::blob"],
  ],
];

let staged: Staged;
beforeAll(() => {
  staged = new Staged({ onDisk: false });
});
afterAll(() => staged.close());

/** `hash` and `typeof` see more than text does: a negative zero, the spelling of a JSON document. */
const FACTS = 'c0::varchar, hash(c0)::varchar, typeof(c0)';

test.each(CASES.map((one) => [JSON.stringify(one[0]), one] as const))(
  '%s',
  async (name, [type, values, expressions]) => {
    const rows = [...values, null].map((value) => [value]);
    await staged.extract(name, [type], [task('rows', { rows })]);
    const found = await staged.rows(name, [type], `select ${FACTS} from s.main.t`);
    const connection = await (await DuckDBInstance.create(':memory:')).connect();
    await connection.run("set TimeZone = 'UTC'");
    const natively = [...expressions, `null::${await nativeName(type)}`].map((expression) => `(${expression})`);
    const expected = await connection.runAndReadAll(`select ${FACTS} from (values ${natively.join(', ')}) t(c0)`);
    expect(found).toEqual(expected.getRows());
  },
);

async function nativeName(type: ColumnType): Promise<string> {
  const names: Record<string, string> = {
    int8: 'tinyint',
    int16: 'smallint',
    int32: 'integer',
    int64: 'bigint',
    uint8: 'utinyint',
    uint16: 'usmallint',
    uint32: 'uinteger',
    uint64: 'ubigint',
    float32: 'float',
    float64: 'double',
  };
  if (type.kind === 'decimal') return `decimal(${type.precision},${type.scale})`;
  return names[type.kind] ?? type.kind;
}

test('NULLs in every place of batches of many columns', async () => {
  const types: ColumnType[] = [{ kind: 'int64' }, { kind: 'varchar' }, { kind: 'boolean' }, decimal(30, 3)];
  const rows = Array.from({ length: 5000 }, (_, i) => [
    i % 3 === 0 ? null : BigInt(i),
    i % 5 === 0 ? null : `a rather long text ${i}`,
    i % 7 === 0 ? null : i % 2 === 0,
    i % 11 === 0 ? null : BigInt(i),
  ]);
  await staged.extract('nulls', types, [task('rows', { rows })]);
  const expected = `select case when i % 3 = 0 then null else i end, case when i % 5 = 0 then null else 'a rather long text ' || i end,
    case when i % 7 = 0 then null else i % 2 = 0 end, case when i % 11 = 0 then null else (i / 1000)::decimal(30,3) end
    from range(5000) r(i)`;
  const different = '(from s.main.t except all (from e)) union all ((from e) except all from s.main.t)';
  expect(await staged.rows('nulls', types, `with e as (${expected}) select count(*) from (${different})`)).toEqual([
    [0],
  ]);
});
