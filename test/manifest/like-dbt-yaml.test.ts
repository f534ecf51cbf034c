import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { dvt } from '../cli/dvt.js';
import { folderWith } from '../config/files.js';

const PROJECT = {
  'dbt_project.yml': "name: keys\nprofile: keys\nversion: '1.2'\nvars:\n  x: 1\n",
  'profiles.yml': 'keys: {target: dev, outputs: {dev: {type: duckdb, path: k.duckdb}}}\n',
  'models/b.sql': 'select 1 as id\n',
};

test("notes of people's own in properties files, and columns listed twice, are taken as dbt-core 1.12.6 takes them", async () => {
  const cwd = await folderWith({
    ...PROJECT,
    'models/s.yml': `freshness: {x: 1}
tests:
  - not_there: {a: 1}
models:
  - name: b
    grain: one row an id
    columns:
      - {name: id, description: one, data_tests: [not_null]}
      - {name: id, description: two, data_tests: [unique]}
`,
  });
  expect(await dvt(['parse'], { cwd })).toMatchObject({ code: 0, stderr: '' });
  const { nodes } = JSON.parse(await readFile(join(cwd, 'target/manifest.json'), 'utf8'));
  expect(Object.keys(nodes).sort()).toEqual([
    'model.keys.b',
    'test.keys.not_null_b_id.37be81e63b',
    'test.keys.unique_b_id.fd91545187',
  ]);
  expect(nodes['model.keys.b'].columns.id.description).toBe('two');
});

test('builtins.ref.config has what packages look for: names, versions, options, variables of the command line', async () => {
  const cwd = await folderWith({
    ...PROJECT,
    'packages.yml': 'packages: [{local: pk}]\n',
    'pk/dbt_project.yml': 'name: pk\nversion: 3.1.4\n',
    'models/b.sql': `{% set c = builtins.ref.config -%}
select '{{ c.project_name }} {{ c.dependencies["pk"].version }} {{ c.cli_vars }} {{ c.args.select | list }} {{ c.args.which }}'
`,
  });
  expect(await dvt(['deps'], { cwd })).toMatchObject({ code: 0 });
  expect(await dvt(['compile', '--vars', '{z: 3}', '--select', 'b'], { cwd })).toMatchObject({ code: 0 });
  // As dbt-core 1.12.6 compiles it.
  expect((await readFile(join(cwd, 'target/compiled/keys/models/b.sql'), 'utf8')).trim()).toBe(
    "select 'keys 3.1.4 {'z': 3} ['b'] compile'",
  );
});

test('a model that cannot be read is told of once: nobody hears that it is missing, too', async () => {
  const cwd = await folderWith({
    ...PROJECT,
    'models/a.sql': "select {{ no_such_macro() }} from {{ ref('b') }}\n",
    'models/c.sql': "select * from {{ ref('a') }}\n",
  });
  const { code, stderr } = await dvt(['parse'], { cwd });
  expect([code, stderr.match(/DVT\d+/g)]).toEqual([2, ['DVT2002']]);
});
