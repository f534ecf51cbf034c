import { describe, expect, test } from 'vitest';
import { type Across, across, TARGETS } from './across.js';

const SNAPSHOTS = `snapshots:
  - name: by_time
    relation: source('far', 'items')
    config:
      unique_key: [id, kind]
      strategy: timestamp
      updated_at: moment
      hard_deletes: invalidate
      dbt_valid_to_current: "cast('9999-12-31 00:00:00' as {{ 'datetime' if target.type == 'mysql' else 'timestamp' }})"
      snapshot_meta_column_names: {dbt_valid_from: began, dbt_valid_to: ended, dbt_scd_id: version, dbt_updated_at: changed}
  - name: by_value
    relation: source('far', 'items')
    config: {unique_key: id, strategy: check, check_cols: all, hard_deletes: new_record}
  - name: kept
    relation: ref('only_x')
    config: {unique_key: id, strategy: check, check_cols: [v]}
`;

const FILES = {
  'snapshots/s.yml': SNAPSHOTS,
  'models/only_x.sql': `{{ config(materialized='ephemeral') }} select id, v from {{ source('far', 'items') }} where kind = 'x'`,
};

describe.each(TARGETS)('snapshots that are written in YAML, of a source elsewhere, in %s', (target) => {
  const rows = (one: Across, sql: string) => one.query(sql).then((found) => found.map((row) => row.join(' ')));

  test('new, changed and deleted rows by each strategy, with own names and an own end of what is current', async () => {
    const one = await across(target, ['items'], FILES);
    const snapshot = async () => {
      const { code, output } = await one.project.dvt('snapshot');
      expect(code, output).toBe(0);
    };
    await one.source.query('create table items (id integer, kind varchar(5), v varchar(5), moment timestamp)');
    await one.source.query(
      "insert into items values (1, 'x', 'a', '2024-01-01 00:00:00'), (2, 'y', 'b', '2024-01-01 00:00:00'), (3, 'x', 'c', '2024-01-01 00:00:00')",
    );
    await snapshot();
    await one.source.query('delete from items where id = 3');
    await one.source.query("update items set v = 'B', moment = '2024-01-02 00:00:00' where id = 2");
    await one.source.query("insert into items values (4, 'x', null, '2024-01-02 00:00:00')");
    await snapshot();
    // Nothing changed: nothing is added, not even a second row for what is deleted.
    await snapshot();

    const year =
      target === 'sqlite' || target === 'mysql' ? 'substr(ended, 1, 4)' : 'substr(cast(ended as varchar), 1, 4)';
    const time = `select id, coalesce(v, '-'), case when ${year} = '9999' then 'current' else 'ended' end from by_time order by id, began`;
    expect(await rows(one, time)).toEqual(['1 a current', '2 b ended', '2 B current', '3 c ended', '4 - current']);
    const state = "case when dbt_valid_to is null then 'current' else 'ended' end";
    const value = `select id, coalesce(v, '-'), dbt_is_deleted, ${state} from by_value order by id, dbt_valid_from, dbt_is_deleted`;
    expect(await rows(one, value)).toEqual([
      '1 a False current',
      '2 b False ended',
      '2 B False current',
      '3 c False ended',
      '3 c True current',
      '4 - False current',
    ]);
    const kept = `select id, coalesce(v, '-'), ${state} from kept order by id`;
    expect(await rows(one, kept)).toEqual(['1 a current', '3 c current', '4 - current']);
    expect(await one.relations()).toEqual(['by_time', 'by_value', 'kept']);

    // A row that comes back begins anew.
    await one.source.query("insert into items values (3, 'x', 'c', '2024-01-03 00:00:00')");
    await snapshot();
    expect((await rows(one, value)).filter((row) => row.startsWith('3'))).toEqual([
      '3 c False ended',
      '3 c True ended',
      '3 c False current',
    ]);
    expect((await rows(one, time)).filter((row) => row.startsWith('3'))).toEqual(['3 c ended', '3 c current']);
  });
});

test('a snapshot in MariaDB takes a time in proportion to its rows', async () => {
  // Each row of one side held against each of the other would take an hour.
  const rows = 100_000;
  const one = await across('mysql', ['items'], {
    'snapshots/s.yml': `snapshots:\n  - name: kept\n    relation: source('far', 'items')\n    config: {unique_key: id, strategy: check, check_cols: [v], hard_deletes: invalidate}\n`,
  });
  await one.source.query(`create table items as select i as id, 'a' as v from generate_series(1, ${rows}) i`);
  const snapshot = async () => {
    const { code, output } = await one.project.dvt('snapshot');
    expect(code, output).toBe(0);
  };
  await snapshot();
  await one.source.query("update items set v = 'b' where id = 7");
  await one.source.query('delete from items where id = 8');
  await snapshot();
  expect(await one.query('select count(*), count(dbt_valid_to) from kept')).toEqual([[String(rows + 1), '2']]);
});
