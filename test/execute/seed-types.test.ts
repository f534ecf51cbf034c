import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openDuckDbEngine } from '#dvt/compute/duckdb/index.js';
import { inferenceQuery, inferredTypes, seedValue } from '#dvt/execute/seed/column-types.js';
import { csvColumns } from '#dvt/execute/seed/csv-header.js';
import { csvError, csvExpression, engineColumns } from '#dvt/execute/seed/csv-source.js';

const directory = mkdtempSync(join(tmpdir(), 'dvt-seeds-'));
let engine: ReturnType<typeof openDuckDbEngine>;
beforeAll(() => {
  engine = openDuckDbEngine({ directory, stagingOnDisk: false, memoryLimit: '256MB', threads: 1 });
});
afterAll(async () => {
  await engine.close();
  rmSync(directory, { recursive: true, force: true });
});

/** Types and rows of a file, as texts. */
async function read(text: string, delimiter = ',') {
  const file = join(directory, `${Math.random()}.csv`);
  writeFileSync(file, text);
  const { columns, renamed, bytes } = await csvColumns(file, 'seeds/x.csv', delimiter);
  const given = engineColumns(columns);
  const source = { file, path: 'seeds/x.csv', delimiter, columns, bytes };
  const sql = await engine.sql();
  try {
    const { rows } = await sql.query(inferenceQuery(csvExpression(source)));
    const types = inferredTypes(given, rows);
    const values = types.map((type, index) => `cast(${seedValue(given[index]!, type)} as varchar)`);
    const table = await sql.query(`select ${values.join(', ')} from ${csvExpression(source)}`);
    return { columns, renamed, types, rows: table.rows };
  } catch (error) {
    throw csvError(error, source);
  } finally {
    await sql.close();
  }
}

// Expected: what dbt-core 1.10.23 makes of the same file (dbt_common.clients.agate_helper.from_csv).
test('types and values are those that dbt finds', async () => {
  const found = await read(
    '\ufeffid,n,pct,money,d,ts,iso,b,t,mix,empty\n' +
      '1,1.0,5%,"$1,200",2024-1-5,2024-01-05 10:00:00,2024-01-05T10:00:00Z,TRUE,null,a,\n' +
      '2,2.5,6%,$3,2024-01-06,2024-01-05 10:00:01,2024-01-05T10:00:00.5,false, x ,"multi\nline",""\n',
  );
  expect(Object.fromEntries(found.columns.map((name, index) => [name, found.types[index]]))).toEqual({
    id: 'int32',
    n: 'float64',
    pct: 'int32',
    money: 'int32',
    d: 'date',
    ts: 'timestamp',
    iso: 'timestamp',
    b: 'boolean',
    t: 'varchar',
    mix: 'varchar',
    empty: 'int32',
  });
  expect(found.rows).toEqual([
    ['1', '1.0', '5', '1200', '2024-01-05', '2024-01-05 10:00:00', '2024-01-05 10:00:00', 'true', null, 'a', null],
    [
      '2',
      '2.5',
      '6',
      '3',
      '2024-01-06',
      '2024-01-05 10:00:01',
      '2024-01-05 10:00:00.5',
      'false',
      ' x ',
      'multi\nline',
      null,
    ],
  ]);
});

test.each([
  ['2024-01-01\n2024-01-01 10:00:00', 'varchar'],
  ['true\n1', 'varchar'],
  ['1.0\n2', 'int32'],
  ['1e3\n1_000', 'int32'],
  ['-$5\n+4', 'int32'],
  ['12345678901', 'int64'],
  ['123456789012345678901234567890', 'hugeint'],
  ['0x1F', 'varchar'],
  ['2024-02-30', 'varchar'],
  ['12:30', 'varchar'],
  ['2024-01-05T10:00+02:00', 'timestamp'],
  ['%', 'varchar'],
  ['N/A', 'varchar'],
  ['NULL\n3', 'int32'],
  ['.5', 'float64'],
])('%j is %s', async (values, type) => {
  expect((await read(`c\n${values}\n`)).types).toEqual([type]);
});

test('names: an empty one is a letter, one that comes again gets a number, and both are told of', async () => {
  const { columns, renamed } = await read('dup,Dup,dup,,"a ""b"",c"\n1,2,3,4,5\n');
  expect(columns).toEqual(['dup', 'Dup', 'dup_2', 'd', 'a "b",c']);
  expect(renamed).toMatchObject({
    message: expect.stringContaining(
      'column 3 is called dup_2, for there is a dup before it; column 4 is called d, for it has no name.',
    ),
    location: { path: 'seeds/x.csv', line: 1, column: 9 },
  });
  expect((await read('a,b\n1,2\n')).renamed).toBeNull();
});

test('a short row is filled with NULL, another delimiter, only a header', async () => {
  expect((await read('a;b\n1;2\n3\n', ';')).rows).toEqual([
    ['1', '2'],
    ['3', null],
  ]);
  expect(await read('a,b\n')).toMatchObject({ types: ['int32', 'int32'], rows: [] });
});

test('a row that is too long is told with its line', async () => {
  const error = await read('a,b\n1,2\n3,4,5\n').catch((thrown: unknown) => thrown);
  expect(error).toMatchObject({ diagnostics: [{ code: 'DVT5202', location: { path: 'seeds/x.csv', line: 3 } }] });
  expect(String(error)).toContain('3 values');
});

test('an empty file is refused', async () => {
  await expect(read('')).rejects.toThrow('no line of column names');
});
