import { expect, test } from 'vitest';
import { folderWith } from '../config/files.js';
import { dvt } from './dvt.js';

const FILES = {
  'dbt_project.yml': 'name: shop\nprofile: none\nvars: {a: 1, a: 2}\nprofile: shop\n',
  'profiles.yml':
    'shop:\n  target: dev\n  outputs: {dev: {type: duckdb, path: nowhere/a.duckdb, path: a.duckdb}}\n  target: dev\n',
  'selectors.yml': 'selectors:\n  - name: first\n    definition: "fqn:no_such"\n    definition: "fqn:one"\n',
  'models/one.sql': 'select 1 as one',
};

/** dbt warns of those of the project file and of properties files, and takes the last one everywhere. */
test('of keys that stand twice the last one counts in every file, and each is told', async () => {
  const cwd = await folderWith(FILES);
  const { code, stdout, stderr } = await dvt(['compile', '--inline', "select {{ var('a') }} as one"], { cwd });
  expect(code).toBe(0);
  expect(stdout).toContain('select 2 as one');
  const told = [...stderr.matchAll(/DVT1205 The key `(\w+)` stands twice in this mapping\.\n\S+\s+(\S+:\d+:\d+)\n/g)];
  const expected = [
    ['a', 'dbt_project.yml:3:14'],
    ['profile', 'dbt_project.yml:4:1'],
    ['path', 'profiles.yml:3:57'],
    ['target', 'profiles.yml:4:3'],
    ['definition', 'selectors.yml:4:5'],
  ];
  expect(told.map(([, key, place]) => [key, place])).toEqual(expected);
});

test('those of packages.yml too, and none of packages', async () => {
  const cwd = await folderWith({
    'dbt_project.yml': 'name: shop\nprofile: shop\n',
    'profiles.yml': 'shop: {adapter: duckdb, path: a.duckdb}\n',
    'packages.yml': 'packages:\n  - local: elsewhere\n    local: pkg\n',
    'pkg/dbt_project.yml': 'name: other\nname: lent\n',
  });
  const deps = await dvt(['deps'], { cwd });
  expect(deps).toMatchObject({ code: 0 });
  expect(deps.stdout).toContain('Installed lent');
  expect(deps.stderr + deps.stdout).toMatch(/DVT1205 The key `local` stands twice/);
  const parse = await dvt(['parse'], { cwd });
  expect(parse).toMatchObject({ code: 0 });
  expect(parse.stderr + parse.stdout).not.toContain('DVT1205');
});
