import { describe, expect, onTestFinished, test } from 'vitest';
import { freshMysql, type TestDatabase } from '../servers/index.js';
import { type TestProject, testProject } from './project.js';

/** An incremental model in MariaDB whose second run has `n` in the place of `v`, and `amount` of another type. */
const MODEL = `{{ config(materialized='incremental', unique_key='id', on_schema_change='sync_all_columns') }}
{% if is_incremental() %}
select id, 10 * id as n, cast(amount as decimal(20,4)) as amount from {{ source('near', 'raw') }} where id > 1
{% else %}
select id, v, amount from {{ source('near', 'raw') }}
{% endif %}`;

const OLD = [
  ['1', 'a', '1.5'],
  ['2', 'b', '2.5'],
];
const NEW = [
  ['1', '1.5000', null],
  ['2', '2.5000', '20'],
  ['3', '3.5000', '30'],
];

async function built(): Promise<{ database: TestDatabase; project: TestProject; columns(): Promise<string> }> {
  const database = await freshMysql();
  onTestFinished(() => database.drop());
  await database.query(`create table raw (id int not null, v varchar(10) not null, amount decimal(10,1));
    insert into raw values (1, 'a', 1.5), (2, 'b', 2.5)`);
  const project = await testProject({
    profile: 'near',
    profiles: { near: { adapter: 'mysql', ...database.profile } },
    files: {
      'models/sources.yml': `sources: [{name: near, schema: ${database.profile['database']}, tables: [{name: raw}]}]\n`,
      'models/m.sql': MODEL,
    },
  });
  const { code, output } = await project.dvt('run');
  expect(code, output).toBe(0);
  await database.query(
    "alter table m add unique index by_id (id), comment = 'kept'; insert into raw values (3, 'c', 3.5)",
  );
  const columns = async () =>
    String(
      (
        await database.query(
          "select group_concat(column_name order by ordinal_position) from information_schema.columns where table_name = 'm' and table_schema = database()",
        )
      )[0],
    );
  return { database, project, columns };
}

const texts = async (database: TestDatabase, sql: string) =>
  (await database.query(sql)).map((row) => row.map((value) => (value === null ? null : String(value))));
const tables = async (database: TestDatabase) => (await database.query('show tables')).flat().map(String);

/** The statement of dvt that is stuck on the server, once it is. */
const stuck = (database: TestDatabase, statement: string) =>
  expect
    .poll(async () =>
      String(
        await database.query(
          `select count(*) from information_schema.processlist where db = database() and id <> connection_id() and info like '%${statement}%'`,
        ),
      ),
    )
    .toBe('1');

describe('columns that go and change their types in MariaDB, whose DDL commits', () => {
  test('the new table takes the place of the old one, with its indexes and comment', async () => {
    const { database, project, columns } = await built();
    const { code, output } = await project.dvt('run');
    expect(code, output).toBe(0);
    expect(await columns()).toBe('id,amount,n');
    expect(await texts(database, 'select id, amount, n from m order by id')).toEqual(NEW);
    expect(
      await texts(
        database,
        "select index_name from information_schema.statistics where table_name = 'm' and table_schema = database()",
      ),
    ).toEqual([['by_id']]);
    expect(
      await texts(
        database,
        "select table_comment from information_schema.tables where table_name = 'm' and table_schema = database()",
      ),
    ).toEqual([['kept']]);
    expect(await tables(database)).toEqual(['m', 'raw']);
  });

  test('a merge that fails leaves the old columns and rows', async () => {
    const { database, project, columns } = await built();
    await database.query("insert into raw values (3, 'twice', 3.5)");
    const { code, output } = await project.dvt('run');
    expect(code).toBe(1);
    expect(output).toContain('Duplicate entry');
    expect(await columns()).toBe('id,v,amount');
    expect(await texts(database, 'select id, v, amount from m order by id')).toEqual(OLD);
    await database.query("delete from raw where v = 'twice'");
    expect((await project.dvt('run')).code).toBe(0);
    expect(await texts(database, 'select id, amount, n from m order by id')).toEqual(NEW);
    expect(await tables(database)).toEqual(['m', 'raw']);
  });

  test.each(['insert into%m__dbt', 'rename table'])(
    'kill -9 during "%s" leaves the old or the new table',
    async (statement) => {
      const { database, project, columns } = await built();
      const other = await database.session();
      await other.query(
        statement.startsWith('insert') ? 'begin; select * from m for update' : 'begin; select * from m',
      );
      const run = project.start('run');
      await stuck(database, statement);
      process.kill(-run.process.pid!, 'SIGKILL');
      await run.finished;
      await other.query('commit');
      await other.end();
      // What the server was about may yet come to its end.
      await expect
        .poll(() =>
          database.query(
            'select id from information_schema.processlist where db = database() and id <> connection_id()',
          ),
        )
        .toEqual([]);
      if ((await columns()) === 'id,v,amount') {
        expect(await texts(database, 'select id, v, amount from m order by id')).toEqual(OLD);
      } else {
        expect(await texts(database, 'select id, amount, n from m order by id')).toEqual(NEW);
      }
      const { code, output } = await project.dvt('run');
      expect(code, output).toBe(0);
      expect(await texts(database, 'select id, amount, n from m order by id')).toEqual(NEW);
      expect(await tables(database)).toEqual(['m', 'raw']);
    },
  );

  test('a table with a trigger is changed where it is, and keeps it', async () => {
    const { database, project, columns } = await built();
    await database.query('create trigger before_m before insert on m for each row set new.id = new.id');
    const { code, output } = await project.dvt('run');
    expect(code, output).toBe(0);
    expect(await columns()).toBe('id,amount,n');
    expect(
      await texts(
        database,
        "select trigger_name from information_schema.triggers where event_object_table = 'm' and trigger_schema = database()",
      ),
    ).toEqual([['before_m']]);
  });
});
