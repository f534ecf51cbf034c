import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { folderWith } from '../config/files.js';
import { dvt } from './dvt.js';

const VALUES = Array.from({ length: 30 }, (_, index) => `value number ${index} of many`);

test('a test named after many values has a compiled file with the short name that dbt gives it', async () => {
  const test = { accepted_values: { values: VALUES, config: { where: 'false' } } };
  const cwd = await folderWith({
    'dbt_project.yml': 'name: long\nprofile: long\n',
    'profiles.yml': 'long: {target: dev, outputs: {dev: {type: duckdb, path: long.duckdb}}}\n',
    'models/a.sql': 'select 1 as id\n',
    'models/s.yml': JSON.stringify({ models: [{ name: 'a', columns: [{ name: 'id', data_tests: [test] }] }] }),
  });
  expect(await dvt(['build'], { cwd })).toMatchObject({ code: 0, stderr: '' });
  // The name that dbt-core 1.12.6 writes; the whole name is longer than file systems take.
  expect(await readdir(join(cwd, 'target/compiled/long/models/s.yml'))).toEqual([
    'accepted_values_a_4de0a545274cc3f3e4c55191069e4f89.sql',
  ]);
});

test('the frame around a mistake in a line of great length marks no more than what it shows', async () => {
  const cwd = await folderWith({
    'dbt_project.yml': 'name: long\nprofile: long\n',
    'profiles.yml': 'long: {target: dev, outputs: {dev: {type: duckdb, path: long.duckdb}}}\n',
    'models/a.sql': 'select 1 as id\n',
    'models/s.yml': JSON.stringify({ models: [{ name: 'a', data_tests: [{ gone: { values: VALUES } }] }] }),
  });
  const { code, stderr } = await dvt(['parse'], { cwd });
  expect([code, stderr]).toEqual([2, expect.stringContaining('^')]);
  expect(Math.max(...stderr.split('\n').map((line) => line.length))).toBeLessThan(200);
});
