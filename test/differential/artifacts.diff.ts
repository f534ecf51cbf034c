import { execFile } from 'node:child_process';
import { cp, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { dvt } from '../cli/dvt.js';
import { EVERYTHING } from '../consumers/everything.js';
import { writeFiles } from '../packages/package-server.js';

const VALIDATE = fileURLToPath(new URL('./artifacts.py', import.meta.url));

let cwd: string;
beforeAll(async () => {
  cwd = await mkdtemp(join(tmpdir(), 'dvt-artifacts-'));
  await writeFiles(cwd, EVERYTHING);
  await writeFile(
    join(cwd, 'models/events.sql'),
    "{{ config(schema='raw', alias='events') }}\nselect current_timestamp as at",
  );
});
afterAll(() => rm(cwd, { recursive: true, force: true }));

/** What dbt finds wrong with the artifacts of folders. */
async function mistakes(folders: readonly string[]): Promise<string> {
  const python = join(dirname(process.env['DBT']!), 'python');
  return (await promisify(execFile)(python, [VALIDATE, ...folders])).stdout;
}

const COMMANDS = [
  ['parse'],
  ['seed'],
  ['run'],
  ['build'],
  ['run', '--select', 'no_such_model'],
  ['snapshot'],
  ['run-operation', 'no_such_macro'],
  ['docs', 'generate'],
  ['source', 'freshness'],
];

test("what every command writes is as dbt's schemas have it, and dbt reads it", async () => {
  const folders: string[] = [];
  for (const command of COMMANDS) {
    await dvt(command, { cwd });
    const folder = join(cwd, command.join('-'));
    await cp(join(cwd, 'target'), folder, { recursive: true });
    folders.push(folder);
  }
  expect(await mistakes(folders)).toBe('');
});

test('the schemas refuse what is not in them', async () => {
  await mkdir(join(cwd, 'invented'));
  const content = JSON.parse(await readFile(join(cwd, 'build/run_results.json'), 'utf8'));
  await writeFile(join(cwd, 'invented/run_results.json'), JSON.stringify({ ...content, more: 1 }));
  expect(await mistakes([join(cwd, 'invented')])).toContain('run_results.json $: Additional properties');
});
