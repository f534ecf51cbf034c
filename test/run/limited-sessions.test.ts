import { expect, onTestFinished, test } from 'vitest';
import { freshMysql, freshPostgres } from '../servers/index.js';
import { testProject } from './project.js';

const MODELS = 4;

/** Models of all kinds on one connection that also is a source, all at a time; `other` makes them federated. */
async function limitedProject(target: Record<string, unknown>, other: Record<string, unknown>, hooks: boolean) {
  const files: Record<string, string> = {
    'models/sources.yml': `sources:
  - {name: own, profile: target, tables: [{name: numbers}]}
  - {name: far, profile: other, tables: [{name: letters}]}`,
  };
  for (let at = 0; at < MODELS; at++) {
    files[`models/here_${at}.sql`] = `select n, ${at} as at from {{ source('own', 'numbers') }}`;
    files[`models/across_${at}.sql`] =
      `select n, l, ${at} as at from {{ source('own', 'numbers') }} join {{ source('far', 'letters') }} using (n)`;
    if (hooks)
      files[`models/hooked_${at}.sql`] =
        `{{ config(materialized='table', post_hook="select 1") }} select n, l from {{ source('own', 'numbers') }} join {{ source('far', 'letters') }} using (n) where n > ${at}`;
    files[`seeds/seed_${at}.csv`] = `n\n${at}\n`;
  }
  return testProject({ profile: 'target', profiles: { target, other }, files });
}

const NUMBERS = Array.from({ length: 20 }, (_, n) => `(${n})`).join(',');
const LETTERS = Array.from({ length: 20 }, (_, n) => `(${n}, 'l${n}')`).join(',');

test('a role of PostgreSQL that may have four sessions builds everything', async () => {
  const [postgres, mysql] = await Promise.all([freshPostgres(), freshMysql()]);
  const user = `few of ${postgres.profile['database']}`;
  await postgres.query(`create role "${user}" login password 'let me in' connection limit 4`);
  onTestFinished(async () => {
    await postgres.query(`drop owned by "${user}"`);
    await postgres.query(`drop role "${user}"`);
    await postgres.drop();
    await mysql.drop();
  });
  await postgres.query('create table numbers (n int)');
  await postgres.query(`insert into numbers values ${NUMBERS}`);
  await postgres.query(`grant select on numbers to "${user}"`);
  await postgres.query(`grant create, usage on schema public to "${user}"`);
  await mysql.query('create table letters (n int, l varchar(10))');
  await mysql.query(`insert into letters values ${LETTERS}`);
  const project = await limitedProject(
    { adapter: 'postgres', ...postgres.profile, user, password: 'let me in', threads: 8 },
    { adapter: 'mysql', ...mysql.profile },
    true,
  );
  const { code, output } = await project.dvt('build');
  expect(output).toContain(`Done. PASS=${MODELS * 4} WARN=0 ERROR=0`);
  expect(code).toBe(0);
  expect(await postgres.query('select count(*) from across_3')).toEqual([['20']]);
});

test('a user of MariaDB who may have three sessions builds everything but what needs one of its own', async () => {
  const [postgres, mysql] = await Promise.all([freshPostgres(), freshMysql()]);
  const user = `few_${mysql.profile['database']}`;
  await mysql.query(`create user ${user} identified by 'let me in' with max_user_connections 3`);
  onTestFinished(async () => {
    await mysql.query(`drop user ${user}`);
    await postgres.drop();
    await mysql.drop();
  });
  await mysql.query(`grant all on \`${mysql.profile['database']}\`.* to ${user}`);
  await mysql.query('create table numbers (n int)');
  await mysql.query(`insert into numbers values ${NUMBERS}`);
  await postgres.query('create table letters (n int, l text)');
  await postgres.query(`insert into letters values ${LETTERS}`);
  const project = await limitedProject(
    { adapter: 'mysql', ...mysql.profile, user, password: 'let me in', threads: 8 },
    { adapter: 'postgres', ...postgres.profile },
    false,
  );
  const { code, output } = await project.dvt('build');
  expect(output).toContain(`Done. PASS=${MODELS * 3} WARN=0 ERROR=0`);
  expect(code).toBe(0);
  expect(await mysql.query('select count(*) from across_3')).toEqual([['20']]);
});
