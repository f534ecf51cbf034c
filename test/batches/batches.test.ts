import { DuckDBInstance } from '@duckdb/node-api';
import duckdb from '@duckdb/node-bindings';
import { expect, test } from 'vitest';
import type { ColumnType } from '#dvt/spi/column-type.js';
import { canonicalText } from './canonical-text.js';
import { chunksOf } from './chunks.js';
import { collect } from './collect.js';
import type { BatchValue } from './decode-batch.js';

/** SQL of a value, its type, the value as a batch carries it, and its text where DuckDB's own cast is not canonical. */
const VALUES: readonly [sql: string, type: ColumnType, value: BatchValue, text?: string][] = [
  ['true', { kind: 'boolean' }, true],
  ['(-128)::tinyint', { kind: 'int8' }, -128],
  ['65535::usmallint', { kind: 'uint16' }, 65535],
  ['(-9223372036854775808)::bigint', { kind: 'int64' }, -(2n ** 63n)],
  ['18446744073709551615::ubigint', { kind: 'uint64' }, 2n ** 64n - 1n],
  ['(-170141183460469231731687303715884105728)::hugeint', { kind: 'hugeint' }, -(2n ** 127n)],
  ['340282366920938463463374607431768211455::uhugeint', { kind: 'uhugeint' }, 2n ** 128n - 1n],
  ['(-0.05)::decimal(4,2)', { kind: 'decimal', precision: 4, scale: 2 }, -5n],
  ['12345678901234567.89::decimal(20,2)', { kind: 'decimal', precision: 20, scale: 2 }, 1234567890123456789n],
  ['1.5::float', { kind: 'float32' }, 1.5],
  ['0.1::float', { kind: 'float32' }, Math.fround(0.1)],
  ["'-0'::double", { kind: 'float64' }, -0, '-0'],
  ["'2024-02-29'::date", { kind: 'date' }, 19782],
  ["'0044-03-15 (BC)'::date", { kind: 'date' }, -735160, '0044-03-15 BC'],
  ["'infinity'::date", { kind: 'date' }, 2147483647],
  ["'24:00:00'::time", { kind: 'time' }, 86_400_000_000n],
  ["'1969-12-31 23:59:59.5'::timestamp", { kind: 'timestamp' }, -500_000n],
  ["'2024-01-01 00:00:00.000001+00'::timestamptz", { kind: 'timestamptz' }, 1704067200000001n],
  ["'-infinity'::timestamptz", { kind: 'timestamptz' }, -(2n ** 63n - 1n)],
  [
    "interval '14 months 3 days 1 second'",
    { kind: 'interval' },
    { months: 14, days: 3, micros: 1_000_000n },
    '14 3 1000000',
  ],
  ["'00112233-4455-6677-8899-aabbccddeeff'::uuid", { kind: 'uuid' }, 0x00112233445566778899aabbccddeeffn],
  ["''", { kind: 'varchar' }, ''],
  ["'twelve bytes'", { kind: 'varchar' }, 'twelve bytes'],
  ["'thirteen byte' || chr(128512)", { kind: 'varchar' }, 'thirteen byte😀'],
  ["'\\x00\\xFF'::blob", { kind: 'blob' }, Buffer.from([0, 255]), '00ff'],
];

test.each(VALUES)("%s has DuckDB's own vector bytes and text", async (sql, type, value, text) => {
  const connection = await (await DuckDBInstance.create(':memory:')).connect();
  await connection.run("set timezone = 'UTC'");
  const result = await connection.run(`select v, v::varchar from (select ${sql} as v)`);
  const chunk = await result.fetchChunk();
  const chunks = chunksOf([{ name: 'v', type }], [[value]]);
  const { data } = chunks[0]!.vectors[0]!;
  const own = duckdb.vector_get_data(duckdb.data_chunk_get_vector(chunk!.chunk, 0), data.length);
  // A long string ends with a pointer that only DuckDB knows.
  const comparable = typeof value === 'string' && Buffer.byteLength(value) > 12 ? 8 : data.length;
  expect(Buffer.from(data.subarray(0, comparable))).toEqual(Buffer.from(own.subarray(0, comparable)));
  expect(canonicalText(type, value)).toBe(text ?? chunk!.getRowValues(0)[1]);
});

test('a reader is collected, its NULLs and long rows included', async () => {
  const module = new URL('./fixture-reader.mjs', import.meta.url).href;
  const types: ColumnType[] = [{ kind: 'int64' }, { kind: 'varchar' }];
  const keys: unknown[] = [];
  const task = { sql: 'fixture', module, data: { rows: 5000, long: 200_000 } };
  const { rows, batches, bytes } = await collect(task, types, { onReady: (key) => keys.push(key) });
  expect(rows).toHaveLength(5000);
  expect(rows[0]).toEqual([0n, null]);
  expect(rows[4999]).toEqual([4999n, 'x'.repeat(200_000)]);
  expect({ batches, bytes, keys }).toEqual({ batches: 3, bytes: 5000, keys: ['key'] });
});
