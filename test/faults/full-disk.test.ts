import { execFile, execFileSync } from 'node:child_process';
import { statSync } from 'node:fs';
import { mkdir, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, expect, test } from 'vitest';
import { DVT } from '../command/run-command.js';
import { testProject } from '../run/project.js';
import { freshPostgres, mysqlServer, postgresServer, type TestServer } from '../servers/index.js';

let server: TestServer | null = null;
afterEach(() => {
  server?.kill();
  server = null;
});

/** A server whose tables cannot grow to 30 MB. */
const SMALL = {
  postgres: async () => {
    const started = await postgresServer();
    // A process may lower the limits of others of its own user.
    const { uid, gid } = statSync(`/proc/${started.pid}`);
    execFileSync('prlimit', [`--pid=${started.pid}`, `--fsize=${20 << 20}`], { uid, gid });
    return started;
  },
  mysql: () =>
    mysqlServer({
      settings: { 'innodb-file-per-table': '0', 'innodb-data-file-path': 'ibdata1:12M:autoextend:max:24M' },
    }),
};

test.each(['postgres', 'mysql'] as const)(
  'a target (%s) without room for a result keeps the old table, and says what to do',
  async (adapter) => {
    server = await SMALL[adapter]();
    const database = await server.database();
    await database.query("create table big (id int, filler text); insert into big values (-1, 'old')");
    const project = await testProject({
      profile: 'target',
      profiles: { target: { adapter, ...database.profile } },
      files: {
        'models/big.sql': `{{ config(materialized='table', compute='duckdb') }}
          select i as id, repeat('x', 500) as filler from range(70000) t(i)`,
      },
    });
    const run = await project.dvt('run');
    expect(run.code, run.output).toBe(1);
    expect(run.output).toMatch(/DVT5101 .*(File too large|The table .* is full)/);
    expect(run.output).toMatch(/Hint: (Check free disk space|Free disk space on the server)/);
    const relations = "select table_name from information_schema.tables where table_name like '%big%'";
    expect(await database.query(relations)).toEqual([['big']]);
    expect((await database.query('select id, filler from big')).map((row) => row.map(String))).toEqual([['-1', 'old']]);
  },
);

test('an engine without room for what it fetched says where that is, and leaves nothing', async () => {
  const source = await freshPostgres();
  await source.query(`create table wide as select i as id, md5(i::text) || md5((i + 1)::text) || md5((i * 7)::text) as filler
    from generate_series(1, 500000) i; analyze wide`);
  const project = await testProject({
    profile: 'target',
    profiles: { target: { adapter: 'duckdb', path: 'out.duckdb' }, far: { adapter: 'postgres', ...source.profile } },
    compute: { duckdb: { memory_limit: '128MB', temp_directory: 'staging' } },
    files: {
      'models/sources.yml': 'sources: [{name: far, profile: far, tables: [{name: wide}]}]',
      'models/few.sql': "select count(distinct reverse(filler)) as n from {{ source('far', 'wide') }}",
    },
  });
  const staging = join(project.directory, 'staging');
  await mkdir(staging);
  const env = { ...process.env, NO_COLOR: '1', DVT_TEST_PASSWORD_0: String(source.profile['password']) };
  const [failure, output] = await new Promise<[unknown, string]>((resolve) => {
    const limited = [`--fsize=${8 << 20}`, process.execPath, DVT, 'run'];
    execFile('prlimit', limited, { cwd: project.directory, env }, (error, stdout) => resolve([error, stdout]));
  });
  expect(failure).toMatchObject({ code: 1 });
  expect(output).toMatch(/DVT\d{4} IO Error: Could not write file ".*\/staging\/.*File too large/);
  expect(output).toContain('Hint: Make room there, or name a folder on a larger disk');
  expect(await readdir(staging)).toEqual([]);
  await source.drop();
});
