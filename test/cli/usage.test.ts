import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { folderWith } from '../config/files.js';
import { dvtProcess as dvt } from './dvt.js';

const { version } = JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8')) as {
  version: string;
};
const here = { cwd: '/' };

test('--version is that of the package', async () => {
  expect(await dvt(['--version'], here)).toEqual({ code: 0, stdout: `dvt ${version}\n`, stderr: '' });
});

const COMMANDS = [
  'init',
  'run',
  'build',
  'test',
  'seed',
  'snapshot',
  'retry',
  'clone',
  'run-operation',
  'source freshness',
  'docs generate',
  'deps',
  'compile',
  'parse',
  'show',
  'ls',
  'plan',
  'debug',
  'clean',
  'profiles list',
  'profiles show',
  'profiles test',
  'compute show',
  'compute test',
  'adapters',
];

test.each(COMMANDS)('dvt %s --help has the options and an example', async (command) => {
  const { code, stdout } = await dvt([...command.split(' '), '--help'], here);
  expect(code).toBe(0);
  expect(stdout).toContain('--profiles-dir');
  expect(stdout).toMatch(new RegExp(`Examples:\\n {2}dvt ${command}`));
});

test('the help of dvt names every command', async () => {
  const { code, stdout } = await dvt(['--help'], here);
  expect(code).toBe(0);
  for (const command of COMMANDS) expect(stdout).toContain(`\n  ${command.split(' ')[0]}`);
});

test.each([
  [['--help'], ['help']],
  [['--help'], []],
  [['profiles', '--help'], ['profiles']],
  [
    ['run', '--help'],
    ['help', 'run'],
  ],
])('%j is also %j', async (one, other) => {
  expect((await dvt(other, here)).stdout).toBe((await dvt(one, here)).stdout);
});

describe('mistakes in the command line end with 2 and name the nearest', () => {
  test.each([
    [['rnu'], 'Did you mean run?'],
    [['profiles', 'tset'], 'Did you mean test?'],
    [['run', '--selct', 'x'], 'Did you mean --select?'],
    [['--profile-dir', 'x', 'run'], 'Did you mean'],
    [['run', '--threads', 'many'], '--threads must be a whole number from 1 on, found `many`.'],
    [['run', '--threads', '0'], '--threads must be a whole number'],
    [['run', '--log-format', 'xml'], '--log-format must be one of text, json, found `xml`.'],
    [['show', '--output', 'tble'], '--output must be one of table, json, csv'],
    [['run', '--vars'], '--vars'],
    [['clean', 'all'], 'Too many arguments'],
  ])('%j', async (args, told) => {
    const { code, stdout, stderr } = await dvt(args, here);
    expect(code).toBe(2);
    expect(stderr).toContain(told);
    expect(stdout).toBe('');
  });

  test('as JSON where JSON was asked for', async () => {
    const { code, stderr } = await dvt(['--log-format', 'json', 'rnu'], here);
    expect(code).toBe(2);
    expect(JSON.parse(stderr)).toMatchObject({ level: 'error', diagnostic: { code: 'DVT1040' } });
  });
});

describe('options come from the command line, then from the environment', () => {
  const project = {
    'one/dvt_project.yml': 'name: one\nprofile: p\ncompute: {duckdb: {threads: 1}}\n',
    'two/dvt_project.yml': 'name: two\nprofile: p\ncompute: {duckdb: {threads: 2}}\n',
    'two/models/deep/file.sql': '',
  };
  const threads = async (args: readonly string[], options: Parameters<typeof dvt>[1]) => {
    const { stdout, stderr } = await dvt(args, options);
    expect(stderr).toBe('');
    return (JSON.parse(stdout) as { duckdb: { threads: number } }).duckdb.threads;
  };
  const show = ['compute', 'show', '--output', 'json'];

  test('before the command and after it', async () => {
    const cwd = await folderWith(project);
    expect(await threads(['--project-dir', 'one', ...show], { cwd })).toBe(1);
    expect(await threads([...show, '--project-dir', 'one'], { cwd })).toBe(1);
    expect(await threads(['--project-dir', 'one', ...show, '--project-dir=two'], { cwd })).toBe(2);
  });
  test('DVT_ before DBT_, and both after the command line', async () => {
    const cwd = await folderWith(project);
    expect(await threads(show, { cwd, env: { DBT_PROJECT_DIR: 'one' } })).toBe(1);
    expect(await threads(show, { cwd, env: { DBT_PROJECT_DIR: 'one', DVT_PROJECT_DIR: 'two' } })).toBe(2);
    expect(await threads([...show, '--project-dir', 'one'], { cwd, env: { DVT_PROJECT_DIR: 'two' } })).toBe(1);
  });
  test('the project is found from a folder within', async () => {
    const cwd = await folderWith(project);
    expect(await threads(show, { cwd: `${cwd}/two/models/deep` })).toBe(2);
  });
  test('a wrong value in the environment names the variable', async () => {
    const { code, stderr } = await dvt(['run'], { cwd: '/', env: { DVT_THREADS: 'x' } });
    expect(code).toBe(2);
    expect(stderr).toContain('DVT_THREADS must be a whole number');
  });
});

describe('colours', () => {
  const failing = (args: readonly string[], env: Readonly<Record<string, string>> = {}) =>
    dvt([...args, 'rnu'], { cwd: '/', env });
  test('none into a pipe', async () => {
    expect((await failing([])).stderr).not.toContain('\x1b');
  });
  test('FORCE_COLOR asks for them, NO_COLOR and --no-color win', async () => {
    expect((await failing([], { FORCE_COLOR: '1' })).stderr).toContain('\x1b[');
    expect((await failing([], { FORCE_COLOR: '1', NO_COLOR: '1' })).stderr).not.toContain('\x1b');
    expect((await failing(['--no-color'], { FORCE_COLOR: '1' })).stderr).not.toContain('\x1b');
  });
});
