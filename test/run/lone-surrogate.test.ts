import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { freshPostgres } from '../servers/index.js';
import { testProject } from './project.js';

test('half of a surrogate pair in JSON: kept where the target keeps it, refused by name where nobody could read it back', async () => {
  const server = await freshPostgres();
  onTestFinished(() => server.drop());
  await server.query(String.raw`create table docs as select 1 as id, '{"a":"\ud800"}'::json as document`);
  const model = (target: string) =>
    `{{ config(target='${target}', compute='duckdb') }} select * from {{ source('far', 'docs') }}`;
  const project = await testProject({
    profile: 'far',
    profiles: {
      far: { adapter: 'postgres', ...server.profile },
      parquet: { adapter: 'files', path: 'out' },
      json: { adapter: 'files', path: 'out', format: 'json' },
    },
    files: {
      'models/sources.yml': 'sources: [{name: far, profile: far, tables: [{name: docs}]}]',
      'models/kept.sql': model('far'),
      'models/as_parquet.sql': model('parquet'),
      'models/as_json.sql': model('json'),
    },
  });
  await mkdir(join(project.directory, 'out'));
  await project.dvt('run');
  const { results } = JSON.parse(await project.read('target/run_results.json')) as {
    results: { unique_id: string; status: string; message: string }[];
  };
  const said = Object.fromEntries(results.map(({ unique_id: id, status, message }) => [id, `${status}: ${message}`]));
  expect(said).toEqual({
    'model.shop.kept': 'success: SELECT 1',
    'model.shop.as_parquet': expect.stringMatching(/^error: .*column document: a document does not parse as JSON/),
    'model.shop.as_json': expect.stringMatching(/^error: .*column document: a document does not parse as JSON/),
  });
  expect(await server.query('select document::text from kept')).toEqual([[String.raw`{"a":"\ud800"}`]]);
});
