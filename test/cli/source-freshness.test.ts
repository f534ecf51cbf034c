import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { folderWith } from '../config/files.js';
import { dvt } from './dvt.js';

const SOURCES = `sources:
  - name: raw
    schema: main
    tables:
      - name: rows
        identifier: given
        config: {loaded_at_field: loaded, freshness: {warn_after: {count: 1, period: day}}}
      - name: asked
        identifier: given
        config:
          loaded_at_query: "select max(loaded) from {{ this }} where {{ newest() }}"
          freshness: {error_after: {count: 100000, period: day}}
      - name: old
        identifier: given
        config: {loaded_at_query: "select min(loaded) from {{ this }}", freshness: {error_after: {count: 1, period: day}}}
`;

test('sources are asked by their column or their own query, and a warning is an error where that is said', async () => {
  const cwd = await folderWith({
    'profiles.yml': 'p: {target: dev, outputs: {dev: {type: duckdb, path: p.duckdb}}}\n',
    'dbt_project.yml': 'name: p\nprofile: p\n',
    'macros/newest.sql': '{% macro newest() %}id = 2{% endmacro %}',
    'models/sources.yml': SOURCES,
    'seeds/given.csv': 'id,loaded\n1,2020-01-01 00:00:00\n2,2021-01-01 00:00:00\n',
  });
  expect((await dvt(['seed'], { cwd })).code).toBe(0);
  const freshness = async (...args: string[]) => {
    const { code } = await dvt(['source', 'freshness', ...args], { cwd });
    const { results } = JSON.parse(await readFile(join(cwd, 'target/sources.json'), 'utf8')) as {
      results: { unique_id: string; status: string; max_loaded_at: string }[];
    };
    const found = results.map((one) => [one.unique_id.split('.').at(-1), one.status, one.max_loaded_at.slice(0, 4)]);
    return { code, found: found.sort() };
  };
  expect(await freshness()).toEqual({
    code: 1,
    found: [
      ['asked', 'pass', '2021'],
      ['old', 'error', '2020'],
      ['rows', 'warn', '2021'],
    ],
  });
  expect((await freshness('--select', 'source:raw.rows')).code).toBe(0);
  expect((await freshness('--select', 'source:raw.rows', '--warn-error')).code).toBe(1);
  const options = '{error: [LogFreshnessResult]}';
  expect((await freshness('--select', 'source:raw.rows', '--warn-error-options', options)).code).toBe(1);
  expect((await dvt(['debug', '--connection'], { cwd })).code).toBe(0);
});
