import { spawnSync } from 'node:child_process';
import { chmodSync, chownSync, lstatSync, mkdirSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { DuckDBInstance } from '@duckdb/node-api';
import { DatabaseSync } from '@photostructure/sqlite';
import { expect, onTestFinished, test } from 'vitest';
import { DVT } from '../command/run-command.js';
import { freshPostgres, type TestDatabase } from '../servers/index.js';
import { ownerFor } from '../servers/server-process.js';
import { type Finished, type TestProject, testProject } from './project.js';

const SOURCES = 'sources: [{name: far, profile: far, tables: [{name: counted}]}]\n';
const MODEL = "select id from {{ source('far', 'counted') }}";

/** What a run is told whose source was read. */
const WAS_READ = 'division by zero';

/** A project whose source cannot be read to its end. */
async function projectOn(near: Record<string, unknown>, model = MODEL): Promise<TestProject> {
  const source = await freshPostgres();
  onTestFinished(() => source.drop());
  await source.query('create view counted as select 1 / (n - n) as id from generate_series(1, 10) n');
  return testProject({
    profile: 'near',
    profiles: { near, far: { adapter: 'postgres', ...source.profile } },
    files: {
      'models/sources.yml': SOURCES,
      'models/copied.sql': model,
      'models/next.sql': "select * from {{ ref('copied') }}",
    },
  });
}

/** What a run says that fails before its source was read. */
async function refused(
  near: Record<string, unknown>,
  model = MODEL,
  run = (project: TestProject) => project.dvt('run'),
): Promise<string> {
  const { code, output } = await run(await projectOn(near, model));
  expect(code, output).toBe(1);
  expect(output).toContain('PASS=0 WARN=0 ERROR=1 SKIP=1');
  expect(output).not.toContain(WAS_READ);
  return output;
}

test('the source is read where the result can be published', async () => {
  const project = await projectOn({ adapter: 'sqlite', path: 'near.sqlite' });
  expect((await project.dvt('run')).output).toContain(WAS_READ);
});

/** A database, and a role that may use its schema and no more. */
async function withUser(): Promise<{ database: TestDatabase; profile: Record<string, unknown>; user: string }> {
  const database = await freshPostgres();
  const user = `reader of ${database.profile['database']}`;
  await database.query(`create role "${user}" login password 'let me in'; grant usage on schema public to "${user}"`);
  onTestFinished(async () => {
    await database.query(`drop owned by "${user}"; drop role "${user}"`);
    await database.drop();
  });
  return { database, profile: { adapter: 'postgres', ...database.profile, user, password: 'let me in' }, user };
}

test('PostgreSQL: nothing is fetched for a schema in which this user may not create tables', async () => {
  const { profile, user } = await withUser();
  const output = await refused(profile);
  expect(output).toContain('DVT4006');
  expect(output).toContain(`${user} may not create tables in the schema public`);
  expect(output).toContain(`grant create on schema "public" to "${user}"`);
});

test('PostgreSQL: nothing is fetched for sessions that are read-only', async () => {
  const { database, profile, user } = await withUser();
  await database.query(`grant create on schema public to "${user}"`);
  await database.query(`alter role "${user}" set default_transaction_read_only = on`);
  expect(await refused(profile)).toContain('default_transaction_read_only');
});

test('PostgreSQL: who may not create tables goes on with an incremental model of the same database', async () => {
  const { database, profile, user } = await withUser();
  await database.query(`create table raw as select 7 as id; create table kept (id int);
    grant select on raw to "${user}"; grant select, insert on kept to "${user}"`);
  const project = await testProject({
    profile: 'near',
    profiles: { near: profile },
    files: {
      'models/sources.yml': 'sources: [{name: near, schema: public, tables: [{name: raw}]}]\n',
      'models/kept.sql': "{{ config(materialized='incremental') }} select id from {{ source('near', 'raw') }}",
    },
  });
  const { code, output } = await project.dvt('run');
  expect(code, output).toBe(0);
  expect(await database.query('select id from kept')).toEqual([['7']]);
});

test('nothing is fetched for a column of a type that the target does not have, unless the model says another', async () => {
  const near = { adapter: 'sqlite', path: 'near.sqlite' };
  const output = await refused(near, "select id, interval 1 day as day from {{ source('far', 'counted') }}");
  expect(output).toContain('DVT5402 column day is interval');
  const project = await projectOn(near, "select id, interval 1 day as day from {{ source('far', 'counted') }}");
  await project.write('models/copied.yml', 'models: [{name: copied, columns: [{name: day, data_type: text}]}]\n');
  expect((await project.dvt('run')).output).toContain(WAS_READ);
});

test('DuckDB: nothing is fetched for a file that is attached for reading', async () => {
  const near = { adapter: 'duckdb', path: 'near.duckdb', attach: [{ path: 'archive.duckdb', read_only: true }] };
  const output = await refused(near, `{{ config(database='archive') }} ${MODEL}`, async (project) => {
    (await DuckDBInstance.create(join(project.directory, 'archive.duckdb'))).closeSync();
    return project.dvt('run');
  });
  expect(output).toMatch(/database "archive" which is attached in read-only mode/);
});

/** Root may write everything: there `dvt run` is run as the user of the PostgreSQL servers, where that user can run Node. */
const owner = ownerFor('postgres');
const canRun = owner === null || spawnSync(process.execPath, [DVT, '--version'], { ...owner }).status === 0;

/** Runs a project as a user who owns it all but for what `keep` takes away. */
async function asUser(project: TestProject, keep: () => void): Promise<Finished> {
  mkdirSync(join(project.directory, 'tmp'));
  const give = (path: string): void => {
    if (owner !== null) chownSync(path, owner.uid, owner.gid);
    if (lstatSync(path).isDirectory()) for (const entry of readdirSync(path)) give(join(path, entry));
  };
  give(project.directory);
  keep();
  return project.startAs(owner, { TMPDIR: join(project.directory, 'tmp') }, 'run').finished;
}

test.skipIf(!canRun)('SQLite: nothing is fetched for a file that this user may not write', async () => {
  const output = await refused({ adapter: 'sqlite', path: 'near.sqlite' }, MODEL, (project) => {
    const path = join(project.directory, 'near.sqlite');
    new DatabaseSync(path).close();
    return asUser(project, () => chmodSync(path, 0o444));
  });
  expect(output).toMatch(/DVT4402.*this user may not write .*near\.sqlite/s);
});

test.skipIf(!canRun)('files: nothing is fetched for a folder that this user may not write in', async () => {
  const near = { adapter: 'files', path: 'out', format: 'parquet' };
  const output = await refused(near, `{{ config(schema='locked') }} ${MODEL}`, (project) => {
    const path = join(project.directory, 'out', 'main_locked');
    mkdirSync(path, { recursive: true });
    return asUser(project, () => chmodSync(path, 0o555));
  });
  expect(output).toMatch(/DVT4604.*may not write in .*locked/s);
});
