import { spawn } from 'node:child_process';
import { access, mkdir, readFile, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { folderWith } from '../config/files.js';
import { dvtProcess as dvt } from './dvt.js';

const BIN = fileURLToPath(new URL('../../bin/dvt.cjs', import.meta.url));

function exists(path: string): Promise<boolean> {
  return access(path).then(
    () => true,
    () => false,
  );
}

describe('dvt init', () => {
  test.each(['duckdb', 'sqlite', 'files'])('makes a project that runs at once and publishes on %s', async (adapter) => {
    const cwd = await folderWith({});
    expect(await dvt(['init', 'shop', '--adapter', adapter], { cwd })).toMatchObject({ code: 0, stderr: '' });
    const shop = { cwd: join(cwd, 'shop') };
    const run = await dvt(['run'], shop);
    expect(run).toMatchObject({ code: 0, stderr: '' });
    expect(run.stdout).toContain('Done. PASS=1 WARN=0 ERROR=0 SKIP=0 TOTAL=1');
    const shown = await dvt(['show', '--select', 'customer_orders', '--output', 'json', '--limit', '-1'], shop);
    const rows = (JSON.parse(shown.stdout) as { show: { name: string; orders: number; amount: unknown }[] }).show;
    // added up by hand from data/orders.csv
    expect(Object.fromEntries(rows.map((row) => [row.name, [Number(row.orders), Number(row.amount)]]))).toEqual({
      Ada: [2, 135.5],
      Grace: [1, 240],
      Edsger: [1, 7.25],
      Barbara: [0, 0],
      Konrad: [2, 352.1],
    });
    expect(await dvt(['profiles', 'test', '--all'], shop)).toMatchObject({ code: 0 });
  });

  test('overwrites nothing', async () => {
    const cwd = await folderWith({ 'shop/notes.txt': 'mine' });
    const { code, stderr } = await dvt(['init', 'shop', '--yes'], { cwd });
    expect(code).toBe(2);
    expect(stderr).toContain('not empty');
    expect(await exists(join(cwd, 'shop/dvt_project.yml'))).toBe(false);
  });

  test('asks nothing without a terminal', async () => {
    expect(await dvt(['init'], { cwd: await folderWith({}) })).toMatchObject({ code: 2 });
  });

  test('--yes without a name makes the current folder a project; its compiled SQL is written by a run', async () => {
    const cwd = join(await folderWith({}), 'my_shop');
    await mkdir(cwd);
    expect(await dvt(['init', '--yes'], { cwd })).toMatchObject({ code: 0, stderr: '' });
    expect(await readFile(join(cwd, 'dvt_project.yml'), 'utf8')).toMatch(/^name: my_shop$/m);
    expect(await dvt(['run'], { cwd })).toMatchObject({ code: 0, stderr: '' });
    const compiled = await readFile(join(cwd, 'target/compiled/my_shop/models/customer_orders.sql'), 'utf8');
    expect(compiled).toContain('"shop_files"."main"."customers"');
  });

  test('refuses a name that is none, and an unknown adapter', async () => {
    const cwd = await folderWith({});
    expect(await dvt(['init', '9-lives', '--yes'], { cwd })).toMatchObject({ code: 2 });
    const { stderr } = await dvt(['init', 'shop', '--adapter', 'sqlit'], { cwd });
    expect(stderr).toContain('Did you mean `sqlite`?');
    expect(await exists(join(cwd, 'shop'))).toBe(false);
  });

  test('for a server it writes no secret and says which variable to set', async () => {
    const cwd = await folderWith({});
    const { stdout } = await dvt(['init', 'shop', '--adapter', 'postgres'], { cwd });
    expect(stdout).toContain('Set SHOP_PASSWORD');
    expect(await readFile(join(cwd, 'shop/profiles.yml'), 'utf8')).toContain("{{ env_var('SHOP_PASSWORD') }}");
  });
});

describe('dvt clean', () => {
  const project = 'name: shop\nprofile: shop\nmodels: {shop: {+schema: "{{ target.schema }}"}}\n';

  test('removes the clean targets and nothing else', async () => {
    const cwd = await folderWith({
      'dvt_project.yml': 'name: shop\nprofile: shop\nclean-targets: [target, build]\n',
      'target/x.json': '{}',
      'build/deep/y': '',
      'models/m.sql': 'select 1',
    });
    expect(await dvt(['clean'], { cwd })).toMatchObject({ code: 0 });
    expect(await Promise.all(['target', 'build', 'models/m.sql'].map((path) => exists(join(cwd, path))))).toEqual([
      false,
      false,
      true,
    ]);
  });

  test.each([
    ['a folder outside', '../other'],
    ['the project itself', '.'],
    ['the models', 'models'],
    ['a folder that holds the models', 'src'],
    ['an absolute path', '/tmp'],
  ])('refuses %s, and removes nothing at all', async (_, target) => {
    const cwd = await folderWith({
      'shop/dvt_project.yml': `name: shop\nprofile: shop\nmodel-paths: [models, src/models]\nclean-targets: [target, '${target}']\n`,
      'shop/target/x': '',
      'shop/models/m.sql': '',
      'shop/src/models/m.sql': '',
      'other/x': '',
    });
    const { code, stderr } = await dvt(['clean'], { cwd: join(cwd, 'shop') });
    expect(code).toBe(2);
    expect(stderr).toContain('DVT1060');
    for (const path of ['shop/target/x', 'shop/models/m.sql', 'shop/src/models/m.sql', 'other/x']) {
      expect(await exists(join(cwd, path))).toBe(true);
    }
  });

  test('refuses a link that leads outside', async () => {
    const cwd = await folderWith({ 'shop/dvt_project.yml': 'name: shop\nprofile: shop\n', 'other/x': '' });
    await symlink(join(cwd, 'other'), join(cwd, 'shop/target'));
    expect(await dvt(['clean'], { cwd: join(cwd, 'shop') })).toMatchObject({ code: 2 });
    expect(await exists(join(cwd, 'other/x'))).toBe(true);
  });

  test('needs no profiles, unless a template asks for the target', async () => {
    const cwd = await folderWith({ 'dvt_project.yml': 'name: shop\nprofile: shop\n' });
    expect(await dvt(['clean'], { cwd })).toMatchObject({ code: 0 });
    await writeFile(join(cwd, 'dvt_project.yml'), project);
    expect((await dvt(['clean'], { cwd })).stderr).toContain('No profiles.yml was found');
    await writeFile(join(cwd, 'profiles.yml'), 'shop: {outputs: {default: {type: sqlite, path: x.db}}}');
    expect(await dvt(['clean'], { cwd })).toMatchObject({ code: 0, stderr: '' });
  });
});

test('dvt compute test computes with the settings of the project', async () => {
  const cwd = await folderWith({
    'dvt_project.yml':
      "name: shop\nprofile: shop\ncompute: {duckdb: {threads: 1, memory_limit: '300MiB', temp_directory: tmp}}\n",
  });
  const { code, stdout } = await dvt(['compute', 'test'], { cwd });
  expect(stdout).toMatch(/memory [\d.]+ MiB of the configured 300MiB, 1 threads/);
  expect(code).toBe(0);
});

test('dvt adapters lists types, clients and means as data', async () => {
  const { stdout } = await dvt(['adapters', '--output', 'json'], { cwd: '/' });
  const list = JSON.parse(stdout) as { type: string; clientPackage: string | null; installed: boolean }[];
  expect(list.map(({ type }) => type)).toEqual(['postgres', 'mysql', 'duckdb', 'sqlite', 'files']);
  expect(list.find(({ type }) => type === 'postgres')).toMatchObject({ clientPackage: 'pg', installed: true });
});

test('mistakes of the project and of the profile are reported together', async () => {
  const cwd = await folderWith({
    'dvt_project.yml': 'name: shop\nprofile: shop\nmodle-paths: [models]\n',
    'profiles.yml': 'shop: {outputs: {default: {type: postgres, hots: x}}}',
  });
  const { code, stderr } = await dvt(['parse'], { cwd });
  expect(code).toBe(2);
  expect(stderr).toContain('dvt_project.yml:3:1');
  expect(stderr).toContain('profiles.yml:1:');
});

test('of thousands of mistakes those are shown that say something new, with the first of the others; the log has all', async () => {
  const columns = Array.from({ length: 300 }, (_, i) => `{name: c${i}, data_tests: [unknown_test]}`);
  const cwd = await folderWith({
    'dvt_project.yml': 'name: shop\nprofile: shop\n',
    'profiles.yml': 'shop: {outputs: {default: {type: duckdb, path: x.duckdb}}}',
    'models/a.sql': 'select 1 as id',
    'models/schema.yml': `models: [{name: a, columns: [${columns.join(',\n  ')}]}]`,
    'models/z.sql': "select * from {{ ref('nobody') }}",
  });
  const { code, stderr } = await dvt(['parse'], { cwd });
  expect(code).toBe(2);
  expect(stderr.match(/There is no test 'unknown_test'/g)).toHaveLength(19);
  expect(stderr).toContain('models/schema.yml:1:');
  expect(stderr).toContain("'nobody'");
  expect(stderr).toMatch(/\n20 of 301 mistakes\. dvt\.log has all of them, and --debug shows them\.\n$/);
  const log = await readFile(join(cwd, 'logs/dvt.log'), 'utf8');
  expect(new Set(log.match(/models\/schema\.yml:\d+:\d+/g)).size).toBe(300);
});

test('a reader that goes away ends nothing badly', async () => {
  const cwd = await folderWith({});
  await dvt(['init', 'shop'], { cwd });
  await mkdir(join(cwd, 'shop/models/many'), { recursive: true });
  await Promise.all(
    Array.from({ length: 300 }, (_, i) =>
      writeFile(join(cwd, `shop/models/many/model_with_a_long_name_${i}.sql`), 'select 1 as x'),
    ),
  );
  const child = spawn('sh', ['-c', `'${process.execPath}' '${BIN}' ls --output json | head -n 1`], {
    cwd: join(cwd, 'shop'),
  });
  let stderr = '';
  child.stderr.on('data', (text) => (stderr += text));
  let stdout = '';
  child.stdout.on('data', (text) => (stdout += text));
  await new Promise((resolve) => child.on('close', resolve));
  expect(stderr).toBe('');
  expect(stdout.split('\n')).toHaveLength(2);
});

test('a source whose name its database cannot have breaks what uses it alone, and is shown where it is written', async () => {
  const cwd = await folderWith({
    'dvt_project.yml': 'name: shop\nprofile: shop\n',
    'profiles.yml':
      'shop: {adapter: duckdb, path: shop.duckdb}\n' +
      'crm: {adapter: postgres, host: 127.0.0.1, port: 1, user: u, password: p, database: production}\n',
    'models/s.yml':
      'sources:\n  - {name: crm, profile: crm, database: other, schema: public, tables: [{name: customers}]}\n',
    'models/fine.sql': 'select 1 as a',
    'models/uses.sql': "select * from {{ source('crm', 'customers') }}",
  });
  expect(await dvt(['parse'], { cwd })).toMatchObject({ code: 0, stderr: '' });
  expect(await dvt(['run', '--select', 'fine'], { cwd })).toMatchObject({ code: 0, stderr: '' });
  const { code, stderr } = await dvt(['compile', '--select', 'uses'], { cwd });
  expect(code).toBe(2);
  expect(stderr).toContain('production');
  expect(stderr).toMatch(/models\/s\.yml:2:\d+/);
});
