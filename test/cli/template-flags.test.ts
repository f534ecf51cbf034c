import { expect, test } from 'vitest';
import { folderWith } from '../config/files.js';
import { dvt } from './dvt.js';

test('templates see what the command line says, by the names that dbt gives it', async () => {
  const cwd = await folderWith({
    'dvt_project.yml': 'name: shop\nprofile: shop\n',
    'profiles.yml': 'shop: {adapter: duckdb, path: a.duckdb}\n',
    'models/said.sql': `select '{{ [flags.FAIL_FAST, flags.FULL_REFRESH, flags.VARS, flags.INDIRECT_SELECTION, flags.TARGET,
  flags.WHICH, invocation_args_dict.select, invocation_args_dict.vars, invocation_args_dict.which] | tojson }}' as said`,
  });
  const args = ['run', '--select', 'said', '--fail-fast', '--full-refresh', '--vars', '{a: 1}'];
  expect(await dvt(args, { cwd })).toMatchObject({ code: 0 });
  const { stdout } = await dvt(['show', '--inline', "select said from {{ ref('said') }}", '--output', 'json'], { cwd });
  const [row] = (JSON.parse(stdout) as { show: { said: string }[] }).show;
  const expected = [true, true, { a: 1 }, 'eager', null, 'run', ['said'], { a: 1 }, 'run'];
  expect(JSON.parse(row!.said)).toEqual(expected);
});

test('what templates print is shown with --quiet, as it is', async () => {
  const cwd = await folderWith({
    'dvt_project.yml': 'name: shop\nprofile: shop\n',
    'profiles.yml': 'shop: {adapter: duckdb, path: a.duckdb}\n',
    'macros/say.sql': "{% macro say() %}{% do log('not this', info=true) %}{% do print('version: 2') %}{% endmacro %}",
  });
  expect(await dvt(['run-operation', 'say', '--quiet'], { cwd })).toMatchObject({ code: 0, stdout: 'version: 2\n' });
});
