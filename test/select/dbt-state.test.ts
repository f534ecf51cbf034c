import { cp, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, onTestFinished, test } from 'vitest';
import { dvt } from '../cli/dvt.js';

const PROJECT = fileURLToPath(new URL('../differential/projects/changes/', import.meta.url));
/** What `dbt parse` of dbt-core 1.12.6 wrote of that project, without dbt's own macros, docs and maps, and without times. */
const STATE = fileURLToPath(new URL('../fixtures/dbt-state/', import.meta.url));

test('a project is not modified against the manifest that dbt wrote of it, whatever the target', async () => {
  const cwd = await mkdtemp(join(tmpdir(), 'dvt-dbt-state-'));
  onTestFinished(() => rm(cwd, { recursive: true, force: true }));
  await cp(PROJECT, cwd, { recursive: true });
  const output = (schema: string) => `{type: duckdb, path: x.duckdb, schema: ${schema}}`;
  const profiles = `shop: {target: dev, outputs: {dev: ${output('main')}, other: ${output('elsewhere')}}}\n`;
  await writeFile(join(cwd, 'profiles.yml'), profiles);
  const listed = async (criterion: string, ...more: string[]) => {
    const args = ['ls', '--quiet', '--select', criterion, '--state', STATE, '--indirect-selection', 'empty', ...more];
    const { code, stdout, stderr } = await dvt(args, { cwd });
    expect(code, stderr).toBe(0);
    return stdout.trimEnd().split('\n');
  };
  expect(await listed('state:modified')).toEqual(['']);
  expect(await listed('state:modified', '--target', 'other')).toEqual(['']);
  expect(await listed('state:new')).toEqual(['']);
  await writeFile(join(cwd, 'models/plain.sql'), "select id, letter, 1 as one from {{ ref('letters') }}\n");
  await writeFile(join(cwd, 'seeds/letters.csv'), 'id,letter,loaded\n1,z,2020-01-01 00:00:00\n');
  expect(await listed('state:modified')).toEqual(['changes.plain', 'changes.letters']);
});
