import pg from 'pg';
import { expect, onTestFinished, test } from 'vitest';
import { testProject } from '../../run/project.js';
import { freshPostgres } from '../../servers/index.js';

/** A database in another encoding, on a server of the run, with a table of texts given by their bytes. */
async function encoded(encoding: string, texts: readonly string[]) {
  const target = await freshPostgres();
  const name = `${String(target.profile['database'])}_e`;
  await target.query(`create database ${name} template template0 encoding '${encoding}' locale 'C'`);
  onTestFinished(async () => {
    await target.query(`drop database ${name} with (force)`);
    await target.drop();
  });
  const client = new pg.Client({ ...(target.profile as pg.ClientConfig), database: name });
  await client.connect();
  await client.query('create table t (k integer, the_value text)');
  for (const [index, hex] of texts.entries()) {
    // `convert_from` checks; bytes that a lax encoding let in are what is wanted here.
    await client.query(`set client_encoding = '${encoding}'`);
    await client.query(`insert into t values (${index}, E'${hex.replace(/../g, '\\x$&')}')`);
  }
  await client.end();
  const project = await testProject({
    profile: 'target',
    profiles: {
      origin: { adapter: 'postgres', ...target.profile, database: name },
      target: { adapter: 'postgres', ...target.profile },
    },
    files: {
      'models/sources.yml': 'sources:\n  - {name: src, profile: origin, tables: [{name: t}]}\n',
      'models/m.sql': `{{ config(materialized='table') }} select k, the_value from {{ source('src', 't') }}`,
    },
  });
  return { run: await project.dvt('run'), target };
}

test('a database in LATIN1 arrives in UTF-8', async () => {
  const { run, target } = await encoded('LATIN1', ['41', 'e4', 'df', '85', 'ff5c']);
  expect(run.code, run.output).toBe(0);
  const published = await target.query(`select encode(convert_to(the_value, 'UTF8'), 'hex') from m order by k`);
  expect(published.flat()).toEqual(['41', 'c3a4', 'c39f', 'c285', 'c3bf5c']);
});

test('bytes of SQL_ASCII that are UTF-8 arrive, others are refused with table and bytes', async () => {
  const fine = await encoded('SQL_ASCII', ['41', 'c3a4']);
  expect(fine.run.code, fine.run.output).toBe(0);
  expect(
    (await fine.target.query(`select encode(convert_to(the_value, 'UTF8'), 'hex') from m order by k`)).flat(),
  ).toEqual(['41', 'c3a4']);
  const broken = await encoded('SQL_ASCII', ['41', '42e443']);
  expect(broken.run.code).toBe(1);
  expect(broken.run.output).toMatch(/"t": invalid byte sequence .* 0xe4 0x43/);
});

test('bytes without a character in the encoding of a database are refused', async () => {
  const { run } = await encoded('WIN1250', ['41', '4281']);
  expect(run.code).toBe(1);
  expect(run.output).toMatch(/"t": character with byte sequence 0x81/);
});
