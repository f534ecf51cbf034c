import { readdir } from 'node:fs/promises';
import { expect, onTestFinished, test } from 'vitest';
import { stringify } from 'yaml';
import { folderWith } from '../config/files.js';
import { freshMysql, freshPostgres, type TestDatabase } from '../servers/index.js';
import { dvt } from './dvt.js';

const PASSWORD = `wr0ng "p@ss'\\ :/?#w%rd`;

async function databases(): Promise<{ postgres: TestDatabase; mysql: TestDatabase }> {
  const [postgres, mysql] = await Promise.all([freshPostgres(), freshMysql()]);
  onTestFinished(async () => {
    await Promise.all([postgres.drop(), mysql.drop()]);
  });
  return { postgres, mysql };
}

/** A database's fields; its password, which looks like Jinja, is in the environment. */
function fieldsOf(database: TestDatabase, variable: string): Record<string, unknown> {
  return { ...database.profile, password: `{{ env_var('${variable}') }}` };
}

async function folder(profiles: Readonly<Record<string, unknown>>): Promise<string> {
  return folderWith({ 'dvt_project.yml': 'name: shop\nprofile: shop\n', 'profiles.yml': stringify(profiles) });
}

test('profiles test --all tries every connection, tells which failed and why, and shows no secret', async () => {
  const { postgres, mysql } = await databases();
  const cwd = await folder({
    shop: { target: 'dev', outputs: { dev: { type: 'postgres', ...fieldsOf(postgres, 'PG') } } },
    my: { adapter: 'mysql', ...fieldsOf(mysql, 'MY') },
    denied: { adapter: 'mysql', ...fieldsOf(mysql, 'MY'), password: "{{ env_var('PW') }}" },
    gone: { adapter: 'postgres', ...fieldsOf(postgres, 'PG'), port: 1, password: "{{ env_var('PW') }}" },
    unset: { adapter: 'postgres', ...fieldsOf(postgres, 'PG'), password: "{{ env_var('NOT_SET') }}" },
  });
  const env = { PW: PASSWORD, PG: String(postgres.profile['password']), MY: String(mysql.profile['password']) };
  const text = await dvt(['profiles', 'test', '--all'], { cwd, env });
  expect(text.code).toBe(1);
  const [[version]] = (await postgres.query("select split_part(version(), ' ', 2)")) as [[string]];
  expect(text.stdout).toContain(`reached  shop.dev PostgreSQL ${version}`);
  expect(text.stdout).toMatch(/reached {2}my MariaDB \d+/);
  expect(text.stdout).toMatch(/failed {3}denied \(mysql\)\n.*Access denied/);
  expect(text.stdout).toMatch(/failed {3}gone \(postgres\)\n.*ECONNREFUSED/);
  expect(text.stdout).toContain("Env var required but not provided: 'NOT_SET'");
  expect(text.stdout).toContain('2 reached, 3 failed');
  expect(text.stdout + text.stderr).not.toContain(PASSWORD);

  const json = await dvt(['profiles', 'test', '--all', '--output', 'json'], { cwd, env });
  const tests = JSON.parse(json.stdout) as { name: string; server: unknown; diagnostics: { code: string }[] }[];
  expect(tests.map(({ name, server }) => [name, server !== null])).toEqual([
    ['shop.dev', true],
    ['my', true],
    ['denied', false],
    ['gone', false],
    ['unset', false],
  ]);
  expect(json.stdout).not.toContain(JSON.stringify(PASSWORD).slice(1, -1));
});

test('many connections are tried at once without a word of the runtime', async () => {
  const many = Object.fromEntries(
    Array.from({ length: 12 }, (_, i) => [`c${i}`, { adapter: 'sqlite', path: `${i}.db` }]),
  );
  const { stdout, stderr } = await dvt(['profiles', 'test', '--all'], {
    cwd: await folder({ shop: many['c0'], ...many }),
  });
  expect(stdout).toContain('13 reached, 0 failed');
  expect(stderr).toBe('');
});

test("without a name it is the project's own target; debug checks the same", async () => {
  const { postgres } = await databases();
  const env = { PG: String(postgres.profile['password']) };
  const output = { type: 'postgres', ...fieldsOf(postgres, 'PG') };
  const cwd = await folder({ shop: { target: 'dev', outputs: { dev: output, prod: { ...output, port: 1 } } } });
  expect(await dvt(['profiles', 'test'], { cwd, env })).toMatchObject({ code: 0 });
  expect(await dvt(['profiles', 'test', '--target', 'prod'], { cwd, env })).toMatchObject({ code: 1 });
  const debug = await dvt(['debug'], { cwd, env });
  expect(debug).toMatchObject({ code: 0, stderr: '' });
  expect(debug.stdout).toContain('All checks passed!');
  expect(await dvt(['debug', '--target', 'prod'], { cwd, env })).toMatchObject({ code: 1 });
});

test('profiles show masks secrets, and shows how values were rendered', async () => {
  const cwd = await folder({
    shop: {
      outputs: { default: { type: 'postgres', host: "{{ env_var('HOST') }}", user: 'u', pass: PASSWORD, dbname: 'd' } },
    },
  });
  const { code, stdout } = await dvt(['profiles', 'show', '--output', 'json'], {
    cwd,
    env: { HOST: 'db.example.com' },
  });
  expect(code).toBe(0);
  expect(JSON.parse(stdout)).toEqual({
    'shop.default': { adapter: 'postgres', host: 'db.example.com', user: 'u', password: '****', database: 'd' },
  });
});

test('profiles list names everything and connects to nothing', async () => {
  const cwd = await folder({
    shop: { target: 'dev', outputs: { dev: { type: 'sqlite', path: 'x.db' } } },
    far: { adapter: 'postgres', host: "{{ env_var('NOT_SET') }}", user: 'u', database: 'd' },
  });
  const { code, stdout } = await dvt(['profiles', 'list', '--output', 'json'], { cwd });
  expect(code).toBe(0);
  expect(JSON.parse(stdout)).toEqual({
    path: 'profiles.yml',
    connections: [
      { name: 'shop.dev', adapter: 'sqlite', target: true },
      { name: 'far', adapter: 'postgres', target: false },
    ],
  });
});

test('profile commands need no project when a connection is named', async () => {
  const cwd = await folderWith({ 'profiles.yml': 'lite: {adapter: sqlite, path: x.db}' });
  expect(await dvt(['profiles', 'test', 'lite'], { cwd })).toMatchObject({ code: 0 });
  const unnamed = await dvt(['profiles', 'test'], { cwd });
  expect(unnamed.code).toBe(2);
  expect(unnamed.stderr).toContain('--all');
});

test('looking at a database file that does not exist yet does not make it', async () => {
  const cwd = await folderWith({
    'profiles.yml': 'lite: {adapter: sqlite, path: lite.sqlite}\nduck: {adapter: duckdb, path: duck.duckdb}',
  });
  const tested = await dvt(['profiles', 'test', '--all'], { cwd });
  expect(tested.code).toBe(0);
  expect(tested.stdout).toMatch(/may not +read: there is no file .*lite\.sqlite/);
  expect(tested.stdout).toMatch(/may not +read: there is no file .*duck\.duckdb/);
  expect((await readdir(cwd)).filter((name) => /lite|duck/.test(name))).toEqual([]);
});
