import { statSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { INT64, Staged, task } from './staged.js';

const staged = new Staged({ memoryLimit: '128MB' });
afterAll(() => staged.close());

const ROWS = 2_000_000;
const bytesOnDisk = () => statSync(join(staged.directory, 'staging.duckdb')).size;

async function stage(table: string, expectedBytes: number | null): Promise<void> {
  const { rows } = await staged.extract(table, [INT64], [task('counting', { rows: ROWS })], { expectedBytes });
  expect(rows).toBe(ROWS);
  const [[count, sum] = []] = await staged.rows(table, [INT64], 'select count(*), sum(c0)::bigint from s.main.t');
  expect([Number(count), Number(sum)]).toEqual([ROWS, (ROWS * (ROWS - 1)) / 2]);
}

test('a relation that is expected to be small is staged in memory, one of large or unknown size in the file', async () => {
  const empty = 1e6;
  await stage('small', 8 * ROWS);
  expect(bytesOnDisk()).toBeLessThan(empty);
  await stage('large', 200e6);
  const large = bytesOnDisk();
  expect(large).toBeGreaterThan(8 * ROWS);
  await stage('unknown', null);
  expect(bytesOnDisk()).toBeGreaterThan(large + 8e6);
  await Promise.all(['small', 'large', 'unknown'].map((table) => staged.engine.dropStaged(table)));
  await expect(staged.rows('small', [INT64], 'from s.main.t')).rejects.toThrow(/does not exist/);
});

test('tables in memory that turn out larger than the memory are spilled, and read back', async () => {
  const tables = Array.from({ length: 9 }, (_, index) => `more_${index}`);
  for (const table of tables)
    await staged.extract(table, [INT64], [task('counting', { rows: ROWS })], { expectedBytes: 1 });
  for (const table of tables) {
    const [[sum] = []] = await staged.rows(table, [INT64], 'select sum(c0)::bigint from s.main.t');
    expect(Number(sum)).toBe((ROWS * (ROWS - 1)) / 2);
  }
});
