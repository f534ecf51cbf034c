import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { openEngine } from './opened.js';

const { engine, directory } = openEngine();

test('an adapter writes and reads files; the last statement answers', async () => {
  const session = await engine.sql();
  const file = join(directory, "o'dd.parquet");
  const path = file.replaceAll("'", "''");
  const copied = await session.query(`copy (select 1 as a, date '2020-01-01' as d) to '${path}'`);
  expect(copied.rows).toEqual([[1]]);
  expect((await session.query(`select 'a;b'; select d, a from '${path}' -- end`)).rows).toEqual([['2020-01-01', 1]]);
  expect(await session.columns(`from '${path}';`)).toEqual([
    { name: 'a', type: { kind: 'int32' } },
    { name: 'd', type: { kind: 'date' } },
  ]);
  await session.close();
});

test('sessions share what is attached, and each has its own transaction and temporary tables', async () => {
  const [one, two] = [await engine.sql(), await engine.sql()];
  await one.query(`attach '${join(directory, 'own.duckdb')}' as own; create table own.t as select 1 as a`);
  expect((await two.query('from own.t')).rows).toEqual([[1]]);
  await one.query('begin; insert into own.t values (2); create temp table mine as select 1');
  expect((await two.query('select count(*) from own.t')).rows).toEqual([[1]]);
  await expect(two.query('from mine')).rejects.toThrow(/mine does not exist/);
  await one.query('commit');
  expect((await two.query('select count(*) from own.t')).rows).toEqual([[2]]);
  await two.close();
  await one.query('detach own');
  await one.close();
});

test('a limited result does not keep a file open', async () => {
  const session = await engine.sql();
  const file = join(directory, 'limited.duckdb');
  await session.query(`attach '${file}' as limited; create table limited.t as from range(1000000)`);
  expect((await session.query('from limited.t', { limit: 1 })).rows).toEqual([[0]]);
  await session.query('detach limited');
  expect(existsSync(`${file}.wal`)).toBe(false);
  expect(readFileSync(file).length).toBeGreaterThan(0);
  await session.query(`attach '${file}' as limited (read_only); detach limited`);
  await session.close();
});

test('statements of one session run one after the other, also when asked at once', async () => {
  const session = await engine.sql();
  const answers = await Promise.all(Array.from({ length: 20 }, (_, i) => session.query(`select ${i}`)));
  expect(answers.map((answer) => answer.rows[0]![0])).toEqual(Array.from({ length: 20 }, (_, i) => i));
  await session.close();
});

test('an aborted statement ends, and the session is still good', async () => {
  const session = await engine.sql();
  const stop = new AbortController();
  const slow = session.query('select count(*) from range(1e15::bigint)', { signal: stop.signal });
  setTimeout(() => stop.abort(), 200);
  await expect(slow).rejects.toMatchObject({ code: 'DVT5001' });
  await expect(session.query('select 1', { signal: stop.signal })).rejects.toMatchObject({ code: 'DVT5001' });
  expect((await session.query('select 1')).rows).toEqual([[1]]);
  await session.close();
});

test('nothing is installed from the network', async () => {
  const session = await engine.sql();
  const { rows } = await session.query(
    "select name, value from duckdb_settings() where name in ('autoinstall_known_extensions', 'autoload_known_extensions') order by name",
  );
  expect(rows.map((row) => row[1])).toEqual(['false', 'false']);
  expect((await session.query("select current_setting('TimeZone')")).rows).toEqual([['UTC']]);
  await session.close();
});
