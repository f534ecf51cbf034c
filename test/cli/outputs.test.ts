import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { folderWith } from '../config/files.js';
import { dvtProcess as dvt } from './dvt.js';

/** What dbt-core 1.12.6 with dbt-duckdb prints and writes for the same project is what is expected here. */
const FILES = {
  'profiles.yml': 'p: {target: dev, outputs: {dev: {type: duckdb, path: p.duckdb}}}\n',
  'dbt_project.yml': 'name: p\nprofile: p\nlog-path: said/logs\n',
  'models/a.sql': "select 1 as id, 'x' as name union all select 2, null",
  'models/b.sql': "{{ config(tags=['t']) }}select id, name from {{ ref('a') }}",
  'models/a.yml': 'models: [{name: a, columns: [{name: id, data_tests: [not_null]}]}]\n',
  'seeds/s.csv': 'id,n\n1,a\n2,b\n',
  'tests/sing.sql': "select * from {{ ref('a') }} where id > 1",
  'analyses/an.sql': "select * from {{ ref('a') }}",
  'macros/hello.sql': "{% macro hello() %}{% do exceptions.warn('odd') %}{% do print('hi') %}{% endmacro %}",
};

let cwd = '';
beforeAll(async () => {
  cwd = await mkdtemp(join(tmpdir(), 'dvt-outputs-'));
  for (const [path, text] of Object.entries(FILES)) {
    await mkdir(dirname(join(cwd, path)), { recursive: true });
    await writeFile(join(cwd, path), text);
  }
  expect(await dvt(['build', '--exclude', 'sing'], { cwd })).toMatchObject({ code: 0 });
});

afterAll(() => rm(cwd, { recursive: true, force: true }));

const quiet = async (...args: readonly string[]) => {
  const { code, stdout, stderr } = await dvt([...args, '--quiet'], { cwd });
  expect([code, stderr]).toEqual([0, '']);
  return stdout;
};

const objects = (text: string): unknown[] => (text === '' ? [] : JSON.parse(`[${text.replaceAll('}\n{', '},{')}]`));

describe('compile prints what its selection names', () => {
  const A = { node: 'a', compiled: "select 1 as id, 'x' as name union all select 2, null" };
  const B = { node: 'b', compiled: 'select id, name from "p"."main"."a"' };
  test.each<[args: readonly string[], printed: readonly unknown[]]>([
    [['--select', '+b'], [B]],
    [
      ['--select', 'a b'],
      [A, B],
    ],
    [['--select', 'tag:t'], []],
    [['--inline', 'select 1 as x'], [{ compiled: 'select 1 as x' }]],
    [[], []],
  ])('%j', async (args, printed) => {
    expect(objects(await quiet('compile', '--output', 'json', ...args))).toEqual(printed);
  });
});

describe('show', () => {
  test.each<[args: readonly string[], shown: unknown]>([
    [
      ['--select', 's'],
      {
        node: 's',
        show: [
          { id: 1, n: 'a' },
          { id: 2, n: 'b' },
        ],
      },
    ],
    [['--select', 'sing'], { node: 'sing', show: [{ id: 2, name: null }] }],
    [['--select', 'an', '--limit', '1'], { node: 'an', show: [{ id: 1, name: 'x' }] }],
    [['--inline-direct', 'select 2 as x from range(9)'], { show: Array.from({ length: 5 }, () => ({ x: 2 })) }],
    [['--inline-direct', 'select 2 as x from range(9)', '--limit', '0'], { show: [] }],
  ])('%j', async (args, shown) => {
    expect(JSON.parse(await quiet('show', '--output', 'json', ...args))).toEqual(shown);
  });

  test('--output text is a table, as dbt calls it', async () => {
    expect(await quiet('show', '--inline', 'select 1 as x', '--output', 'text')).toBe(' x\n 1\n');
  });

  test('--inline-direct parses neither templates nor the project', async () => {
    const broken = await folderWith({ ...FILES, 'models/a.sql': '{{ no_such_macro() }}' });
    const shown = await dvt(['show', '--quiet', '--inline-direct', "select '{{ 1 }}' as x"], { cwd: broken });
    expect(shown).toMatchObject({ code: 0, stdout: ' x\n {{ 1 }}\n' });
  });
});

test('debug --config-dir says where profiles.yml is, and connects to nothing', async () => {
  expect((await quiet('debug', '--config-dir')).trimEnd().endsWith(` ${cwd}`)).toBe(true);
});

describe('manifest.json', () => {
  test.each([
    ['ls'],
    ['show', '--select', 'a'],
    ['compile', '--inline', 'select 1 as x'],
    ['run-operation', '--sql', 'select 1'],
  ])('%s %s leaves it, without the query', async (...args) => {
    await dvt([...args, '--target-path', `at-${args.join('-')}`], { cwd });
    const { nodes } = JSON.parse(await readFile(join(cwd, `at-${args.join('-')}`, 'manifest.json'), 'utf8')) as {
      nodes: object;
    };
    expect(Object.keys(nodes).filter((id) => id.startsWith('model.'))).toEqual(['model.p.a', 'model.p.b']);
  });

  test('not with --no-write-json', async () => {
    await dvt(['ls', '--no-write-json', '--target-path', 'none'], { cwd });
    expect(existsSync(join(cwd, 'none', 'manifest.json'))).toBe(false);
  });
});

describe('what the console shows', () => {
  const said = async (...args: readonly string[]) => (await dvt(['run-operation', 'hello', ...args], { cwd })).stdout;
  test('with --quiet it is what is printed and what fails, so that the output can be a file', async () => {
    expect(await said('--quiet')).toBe('hi\n');
    expect(await said('--quiet', '--debug')).toBe('hi\n');
  });
  test('warnings from the level warn on', async () => {
    expect(await said('--log-level', 'warn')).toMatch(/^\S+ {2}DVT2113 odd\n[\s\S]*hi\n$/);
  });
  test('nothing at the level none', async () => {
    expect(await said('--log-level', 'none')).toBe('');
  });
});

describe('dvt.log', () => {
  const log = async (name: string, ...args: readonly string[]) => {
    await dvt(['run-operation', 'hello', ...args, '--log-path', name], { cwd });
    const path = join(cwd, name, 'dvt.log');
    return existsSync(path) ? readFile(path, 'utf8') : null;
  };
  test('is where the project says', () => {
    expect(existsSync(join(cwd, 'said/logs/dvt.log'))).toBe(true);
  });
  test('has everything, whatever the console shows', async () => {
    expect(await log('l1', '--quiet')).toMatch(/\[debug\][\s\S]*\[warn \]: DVT2113 odd/);
  });
  test('has what --log-level-file says, or --log-level', async () => {
    expect(await log('l2', '--log-level-file', 'warn')).not.toMatch(/\[(debug|info )\](?!: hi)/);
    expect(await log('l3', '--log-level', 'warn')).not.toMatch(/\[(debug|info )\](?!: hi)/);
  });
  test('is not written at the level none', async () => {
    expect(await log('l5', '--log-level-file', 'none')).toBeNull();
  });
  test('is of JSON lines by --log-format-file', async () => {
    const lines = (await log('l7', '--log-format-file', 'json'))!.trimEnd().split('\n');
    expect(lines.map((line) => (JSON.parse(line) as { level: string }).level)).toContain('warn');
  });
  test('is put aside when it is larger than --log-file-max-bytes', async () => {
    await log('l8');
    await log('l8', '--log-file-max-bytes', '0');
    expect(existsSync(join(cwd, 'l8/dvt.log.1'))).toBe(false);
    await log('l8', '--log-file-max-bytes', '10');
    expect(existsSync(join(cwd, 'l8/dvt.log.1'))).toBe(true);
  });
});

test('of many mistakes the log is named where it has the rest', async () => {
  const many = Object.fromEntries(Array.from({ length: 30 }, (_, i) => [`models/m${i}.sql`, `{{ ref('none_${i}') }}`]));
  const broken = await folderWith({ ...FILES, ...many });
  const told = async (...args: readonly string[]) => (await dvt(['parse', ...args], { cwd: broken })).stderr;
  expect(await told()).toContain('20 of 30 mistakes. dvt.log has all of them, and --debug shows them.');
  expect((await readFile(join(broken, 'said/logs/dvt.log'), 'utf8')).match(/none_\d+/g)?.length).toBeGreaterThanOrEqual(
    30,
  );
  expect(await told('--log-level-file', 'none')).toContain('20 of 30 mistakes. --debug shows all of them.');
  const errors = await folderWith({ ...FILES, ...many });
  expect((await dvt(['parse', '--log-level-file', 'error'], { cwd: errors })).stderr).toContain('dvt.log has all');
  expect(await readFile(join(errors, 'said/logs/dvt.log'), 'utf8')).toContain('none_29');
});
