import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { folderWith } from '../config/files.js';
import { dvt } from './dvt.js';

/** A model that asks its database while it is compiled, and one that reads it. */
const MODELS = {
  'models/asks.sql': "select {{ run_query('select 40 + 2 as a').columns[0].values()[0] | int if execute else 0 }} as a",
  'models/reads.sql': "select a from {{ ref('asks') }}",
};

/** dbt-duckdb makes the file; here a command that publishes nothing leaves no trace, and blocks nobody. */
test.each(['duckdb', 'sqlite'])('before the first run, a %s file that is not there is empty', async (type) => {
  const cwd = await folderWith({
    'dbt_project.yml': 'name: p\nprofile: p\n',
    'profiles.yml': `p: {target: dev, outputs: {dev: {type: ${type}, path: p.db}}}\n`,
    ...MODELS,
  });
  const done = async (...args: string[]) => {
    const { code, stdout, stderr } = await dvt(args, { cwd });
    expect([code, stderr], stdout).toEqual([0, '']);
    return stdout;
  };
  expect(await done('compile', '--quiet', '--select', 'asks')).toBe('select 42 as a\n');
  expect(JSON.parse(await done('show', '--quiet', '--select', 'asks', '--output', 'json')).show).toEqual([{ a: 42 }]);
  expect(await done('docs', 'generate')).toContain('Catalog of 0 relations');
  expect(await done('plan')).toContain('publish view main.reads on p.dev');
  expect((await dvt(['show', '--select', 'reads'], { cwd })).code).toBe(2);
  expect(existsSync(join(cwd, 'p.db'))).toBe(false);
  await done('run');
  expect(await done('docs', 'generate')).toContain('Catalog of 2 relations');
});

test.each(['duckdb', 'sqlite'])('a %s file that nothing publishes to has to be there', async (type) => {
  const cwd = await folderWith({
    'dbt_project.yml': 'name: p\nprofile: p\n',
    'profiles.yml': `p: {target: dev, outputs: {dev: {type: duckdb, path: p.db}}}\ncrm: {type: ${type}, path: crm.db}\n`,
    'models/s.yml': 'sources: [{name: crm, profile: crm, tables: [{name: people}]}]\n',
    'models/reads.sql': "select * from {{ source('crm', 'people') }}",
  });
  for (const command of ['show --select reads', 'docs generate', 'plan']) {
    const { code, stdout, stderr } = await dvt(command.split(' '), { cwd });
    expect(code, command).toBeGreaterThan(0);
    expect(stdout + stderr, command).toContain(`there is no file ${join(cwd, 'crm.db')}`);
  }
});
