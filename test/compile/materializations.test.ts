import { afterAll, describe, expect, test } from 'vitest';
import { DATABASES, type Database, LiveProject } from './live-project.js';

const INCREMENTAL = `{{ config(materialized='incremental', unique_key=var('key', 'id'), incremental_strategy=var('strategy'),
  on_schema_change=var('on_schema_change', 'ignore'), merge_exclude_columns=var('kept', none)) }}
select id, v{{ ', ' ~ var('more') if var('more', none) }} from events
{% if is_incremental() %}where id >= (select max(id) from {{ this }}){% endif %}`;

const STRATEGIES = ['append', 'delete+insert', 'merge'];

describe.each(DATABASES)('incremental models on %s', async (database) => {
  const project = await LiveProject.open(database, { 'models/m.sql': INCREMENTAL });
  afterAll(() => project.close());
  const events = async (...rows: readonly string[]) => {
    await project.query('drop table if exists events');
    await project.query(`create table events as ${rows.map((row) => `select ${row}`).join(' union all ')}`);
  };
  const rows = (columns = 'id, v') => project.query(`select ${columns} from ${project.name('m')} order by 1, 2`);

  test.each(STRATEGIES)('%s: the second run adds what is new', async (strategy) => {
    const vars = { strategy };
    await project.query(`drop table if exists ${project.name('m')}`);
    await events("1 as id, 'a' as v", "2, 'b'");
    await project.run('m', { vars });
    await events("2 as id, 'c' as v", "3, 'd'");
    const { rowsAffected, relations } = await project.run('m', { vars });
    expect(relations.map(({ identifier }) => identifier)).toEqual(['m']);
    const before = strategy === 'append' ? [[2, 'b']] : [];
    expect(await rows()).toEqual([[1, 'a'], ...before, [2, 'c'], [3, 'd']]);
    if (strategy === 'append' && database !== 'sqlite') expect(rowsAffected).toBe(2);
  });

  test('a key of several columns, columns that a merge leaves alone', async () => {
    const vars = { strategy: 'merge', key: ['id', 'kind'], more: 'kind, n', kept: ['n'] };
    await project.query(`drop table if exists ${project.name('m')}`);
    await events("1 as id, 'a' as v, 'x' as kind, 10 as n", "1, 'b', 'y', 20");
    await project.run('m', { vars });
    await events("1 as id, 'c' as v, 'y' as kind, 30 as n", "2, 'd', 'x', 40");
    await project.run('m', { vars });
    expect(await rows('id, kind, v, n')).toEqual([
      [1, 'x', 'a', 10],
      [1, 'y', 'c', 20],
      [2, 'x', 'd', 40],
    ]);
  });

  test('columns that are new are added, or the run fails, as on_schema_change says', async () => {
    await project.query(`drop table if exists ${project.name('m')}`);
    await events("1 as id, 'a' as v, 7 as n");
    const base = { strategy: 'delete+insert' };
    await project.run('m', { vars: base });
    await events("2 as id, 'b' as v, 8 as n");
    const failing = project.run('m', { vars: { ...base, more: 'n', on_schema_change: 'fail' } });
    await expect(failing).rejects.toThrow(/New in the query: n/);
    await project.run('m', { vars: { ...base, more: 'n', on_schema_change: 'append_new_columns' } });
    expect(await rows('id, v, n')).toEqual([
      [1, 'a', null],
      [2, 'b', 8],
    ]);
    await events("3 as id, 'c' as v");
    await project.run('m', { vars: { ...base, on_schema_change: 'append_new_columns' } });
    expect(await rows('id, v, n')).toEqual([
      [1, 'a', null],
      [2, 'b', 8],
      [3, 'c', null],
    ]);
    await project.run('m', { vars: { ...base, on_schema_change: 'sync_all_columns' } });
    await expect(rows('n')).rejects.toThrow();
  });

  test('a full refresh replaces the table', async () => {
    const vars = { strategy: 'append' };
    await events("9 as id, 'z' as v");
    await project.run('m', { vars, fullRefresh: true });
    expect(await rows()).toEqual([[9, 'z']]);
    const left = await project.relations();
    expect(left.filter((name) => name.includes('__dbt'))).toEqual([]);
  });

  test('a failure in the middle leaves the table as it was', async () => {
    const vars = { strategy: 'delete+insert', more: 'bad' };
    await project.query(`drop table if exists ${project.name('m')}`);
    await events("1 as id, 'a' as v, 1 as bad");
    await project.run('m', { vars });
    await project.query(`create unique index once on ${database === 'sqlite' ? 'm' : project.name('m')} (bad)`);
    await events("1 as id, 'b' as v, 5 as bad", "2, 'c', 5");
    await expect(project.run('m', { vars })).rejects.toThrow();
    expect(await rows()).toEqual([[1, 'a']]);
  });

  test('a strategy that is unknown names those that there are', async () => {
    await expect(project.run('m', { vars: { strategy: 'upsert' } })).rejects.toThrow(/get_incremental_upsert_sql/);
    await expect(project.run('m', { vars: { strategy: 'insert_overwrite' } })).rejects.toThrow(/cannot be used/);
  });
});

const DEFAULT_TIME: Readonly<Record<Database, string>> = {
  postgres: 'timestamp',
  duckdb: 'timestamp',
  mysql: 'datetime(6)',
  sqlite: 'text',
};

describe.each(DATABASES)('snapshots on %s', async (database) => {
  const time = DEFAULT_TIME[database];
  const snapshot = (config: string) =>
    `{% snapshot s %}{{ config(unique_key='id', ${config}) }} select * from rows_now {% endsnapshot %}`;
  const project = await LiveProject.open(database, {});
  afterAll(() => project.close());
  const now = async (...rows: readonly (readonly [id: number, v: string, at: string])[]) => {
    await project.query('drop table if exists rows_now');
    await project.query(`create table rows_now (id integer, v varchar(10), moment ${time})`);
    for (const [id, v, at] of rows)
      await project.query(`insert into rows_now values (${id}, '${v}', '2024-01-0${at} 00:00:00')`);
  };
  const versions = (more = '') =>
    project.query(
      `select id, v, case when dbt_valid_to is null then 'open' else 'ended' end as state${more} from ${project.name('s')} order by id, dbt_valid_from, v`,
    );

  test('timestamp: a row that changed ends its version, a row that is gone ends by hard_deletes', async () => {
    await project.write(
      'snapshots/s.sql',
      snapshot("strategy='timestamp', updated_at='moment', hard_deletes='invalidate'"),
    );
    await now([1, 'a', '1'], [2, 'b', '1'], [3, 'c', '1']);
    await project.run('s');
    expect(await versions()).toEqual([
      [1, 'a', 'open'],
      [2, 'b', 'open'],
      [3, 'c', 'open'],
    ]);
    await now([1, 'a', '1'], [2, 'B', '2'], [4, 'd', '2']);
    await project.run('s');
    expect(await versions()).toEqual([
      [1, 'a', 'open'],
      [2, 'b', 'ended'],
      [2, 'B', 'open'],
      [3, 'c', 'ended'],
      [4, 'd', 'open'],
    ]);
    await project.run('s');
    expect(await versions()).toHaveLength(5);
    const ended = await project.query(`select v from ${project.name('s')} where dbt_valid_to = '2024-01-02 00:00:00'`);
    expect(ended).toEqual([['b']]);
  });

  test('check: columns compared, deleted rows marked by new_record, a new column added', async () => {
    await project.query(`drop table if exists ${project.name('s')}`);
    await project.write('snapshots/s.sql', snapshot("strategy='check', check_cols=['v'], hard_deletes='new_record'"));
    await now([1, 'a', '1'], [2, 'b', '1']);
    await project.run('s');
    await now([1, 'a', '9']);
    await project.run('s');
    const marked = ', dbt_is_deleted';
    expect(await versions(marked)).toEqual([
      [1, 'a', 'open', 'False'],
      [2, 'b', 'ended', 'False'],
      [2, 'b', 'open', 'True'],
    ]);
    await project.query('alter table rows_now add column extra integer');
    await project.query("update rows_now set v = 'z', extra = 5");
    await project.run('s');
    expect((await versions(', extra')).filter(([id]) => id === 1)).toEqual([
      [1, 'a', 'ended', null],
      [1, 'z', 'open', 5],
    ]);
    await project.run('s');
    expect(await versions()).toHaveLength(4);
  });

  test('names of the columns, an end for current rows, keys of several columns', async () => {
    await project.query(`drop table if exists ${project.name('s')}`);
    const open =
      database === 'sqlite'
        ? "'9999-12-31'"
        : `cast('9999-12-31' as ${database === 'mysql' ? 'datetime' : 'timestamp'})`;
    await project.write(
      'snapshots/s.sql',
      `{% snapshot s %}{{ config(unique_key=['id', 'v'], strategy='check', check_cols=['moment'], dbt_valid_to_current="${open}",
        snapshot_meta_column_names={'dbt_valid_to': 'until', 'dbt_valid_from': 'since', 'dbt_scd_id': 'scd'}) }}
        select * from rows_now {% endsnapshot %}`,
    );
    await now([1, 'a', '1'], [1, 'b', '1']);
    await project.run('s');
    await now([1, 'a', '2'], [1, 'b', '1']);
    await project.run('s');
    const rows = await project.query(
      `select id, v, case when until = ${open} then 'open' else 'ended' end from ${project.name('s')} order by v, since`,
    );
    expect(rows).toEqual([
      [1, 'a', 'ended'],
      [1, 'a', 'open'],
      [1, 'b', 'open'],
    ]);
  });
});
