import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { beforeAll, expect, test } from 'vitest';
import type { LoadPlan } from '#dvt/spi/load.js';
import { natively, openEngine } from './opened.js';

const { engine, directory } = openEngine();
beforeAll(() => engine.openNamespace({ id: 'n', relations: [] }));

interface Written {
  readonly columns: unknown;
  readonly chunks: readonly {
    readonly count: number;
    readonly vectors: readonly {
      readonly data: string;
      readonly validity: string | null;
      readonly texts: string[] | null;
    }[];
  }[];
}

function writePlan(data: object, projection: readonly string[] | null = null): LoadPlan {
  return { kind: 'write', module: new URL('./writers/collect.mjs', import.meta.url).href, data, projection };
}

const written = (file: string) => JSON.parse(readFileSync(file, 'utf8')) as Written;

test("a writer gets the result's vectors, chunk by chunk", async () => {
  const file = join(directory, 'all');
  const sql = `select i::integer as i, case when i % 3 = 0 then null else repeat('é', i % 20) || i end as s from range(5000) r(i) order by i;`;
  expect(await engine.load({ namespace: 'n', sql }, writePlan({ file, keep: true }))).toEqual({
    rows: 5000,
    bytes: 50_000,
  });
  const { columns, chunks } = written(file);
  expect(columns).toEqual([
    { name: 'i', type: { kind: 'int32' } },
    { name: 's', type: { kind: 'varchar' } },
  ]);
  const numbers = chunks.flatMap(({ count, vectors }) => {
    const bytes = Buffer.from(vectors[0]!.data, 'hex');
    return Array.from({ length: count }, (_, row) => bytes.readInt32LE(row * 4));
  });
  const texts = chunks.flatMap(({ vectors }) => vectors[1]!.texts!);
  expect(numbers.map((number, row) => [number, texts[row]])).toEqual(await natively(sql));
  expect(chunks[0]!.vectors[0]!.validity).toBeNull();
});

test('an empty result is loaded', async () => {
  const file = join(directory, 'empty');
  const sql = "select 1 as a, 'x' as b where false";
  expect(await engine.load({ namespace: 'n', sql }, writePlan({ file }))).toEqual({ rows: 0, bytes: 0 });
});

test('a projection stands between the result and the writer', async () => {
  const file = join(directory, 'projected');
  const sql = "select {'a': 1} as s, 2 as n -- end";
  await engine.load({ namespace: 'n', sql }, writePlan({ file, keep: true }, ['to_json("s")::varchar as s', '"n"']));
  expect(written(file).columns).toEqual([
    { name: 's', type: { kind: 'varchar' } },
    { name: 'n', type: { kind: 'int32' } },
  ]);
  expect(written(file).chunks[0]!.vectors[0]!.texts).toEqual(['{"a":1}']);
});

test('a writer that fails is aborted, and its error told', async () => {
  const file = join(directory, 'failed');
  const load = engine.load({ namespace: 'n', sql: 'from range(100000)' }, writePlan({ file, failAt: 50_000 }));
  await expect(load).rejects.toThrow('the target refused a value');
  expect([existsSync(file), existsSync(`${file}.aborted`)]).toEqual([false, true]);
});

test('a query that fails after millions of rows is never taken for one that ended', async () => {
  const file = join(directory, 'query');
  const sql = `select 'é' as e, case when i < 800000 then i else (i || 'x')::bigint end as a from range(1000000) r(i)`;
  await expect(engine.load({ namespace: 'n', sql }, writePlan({ file }))).rejects.toMatchObject({
    code: 'DVT5102',
    diagnostics: [{ message: expect.stringMatching(/^Conversion Error: Could not convert string '8\d{5}x'/) }],
    cause: { position: sql.indexOf('::bigint') },
  });
  const projected = engine.load({ namespace: 'n', sql }, writePlan({ file }, ['"a"']));
  await expect(projected).rejects.toMatchObject({ cause: { position: sql.indexOf('::bigint') } });
  expect([existsSync(file), existsSync(`${file}.aborted`)]).toEqual([false, true]);
  await expect(engine.query({ namespace: 'n', sql }, 1e9)).rejects.toMatchObject({ code: 'DVT5102' });
});

test('a cancel does not wait for a target that is stuck', async () => {
  const file = join(directory, 'stuck');
  await engine.openNamespace({ id: 'stuck', relations: [] });
  const load = engine.load({ namespace: 'stuck', sql: 'from range(100000)' }, writePlan({ file, stuck: true }));
  load.catch(() => {});
  while (!existsSync(`${file}.stuck`)) await sleep(10);
  await engine.cancel('stuck');
  await expect(load).rejects.toMatchObject({ code: 'DVT5001' });
  expect([existsSync(file), existsSync(`${file}.aborted`)]).toEqual([false, true]);
  await engine.closeNamespace('stuck');
});

test('the engine writes by itself and counts the rows', async () => {
  const file = join(directory, 'own.parquet');
  const plan: LoadPlan = { kind: 'engine', before: 'copy (', after: `) to '${file}' (format parquet)` };
  const sql = 'select range as a from range(3000); -- end';
  expect(await engine.load({ namespace: 'n', sql }, plan)).toEqual({ rows: 3000, bytes: 0 });
  expect(await natively(`select count(*)::integer, sum(a)::integer from '${file}'`)).toEqual([[3000, 4_498_500]]);
  const broken = 'select é, nope from range(3)';
  await expect(engine.load({ namespace: 'n', sql: broken }, plan)).rejects.toMatchObject({
    code: 'DVT5102',
    cause: { position: 7 },
  });
});
