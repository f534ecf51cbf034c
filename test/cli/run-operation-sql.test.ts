import { expect, test } from 'vitest';
import { folderWith } from '../config/files.js';
import { dvt } from './dvt.js';

test('run-operation --sql runs statements with Jinja on the target, and commits them', async () => {
  const cwd = await folderWith({
    'profiles.yml': `p: {target: dev, outputs: {dev: {type: duckdb, path: p.duckdb}}}
other: {target: dev, outputs: {dev: {type: duckdb, path: other.duckdb}}}
`,
    'dbt_project.yml': 'name: p\nprofile: p\n',
    'models/a.sql': 'select 1 as id',
    'models/s.yml': 'sources: [{name: far, profile: other, tables: [{name: t}]}]\n',
  });
  const operation = (...args: string[]) => dvt(['run-operation', ...args], { cwd });
  expect((await dvt(['run'], { cwd })).code).toBe(0);
  const sql = "create table made as select id from {{ ref('a') }}; insert into made values (2)";
  expect(await operation('--sql', sql)).toMatchObject({ code: 0 });
  const shown = await dvt(['show', '--quiet', '--inline', 'select id from made order by id', '--output', 'json'], {
    cwd,
  });
  expect(JSON.parse(shown.stdout)).toEqual({ show: [{ id: 1 }, { id: 2 }] });
  const refused = await operation('--sql', "delete from {{ source('far', 't') }}");
  expect([refused.code, refused.stderr]).toEqual([1, expect.stringContaining('DVT1040')]);
});
