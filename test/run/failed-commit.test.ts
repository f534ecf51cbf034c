import { expect, test } from 'vitest';
import { across } from './across.js';

const FILES = {
  'models/merged.sql': `{{ config(materialized='incremental', unique_key='id') }}
select id, version from {{ source('far', 'items') }}
{% if is_incremental() %}where version > (select max(version) from {{ this }}){% endif %}`,
  'models/batches.sql': `{{ config(materialized='incremental', incremental_strategy='microbatch', event_time='moment', batch_size='day', begin='2024-01-01', lookback=0, unique_key='id') }}
select id, version, moment from {{ source('far', 'events') }}`,
  'models/sources.yml': `sources:
  - name: far
    profile: far
    tables: [{name: items}, {name: events, config: {event_time: moment}}]
`,
  'snapshots/s.yml': `snapshots:
  - name: history
    relation: source('far', 'items')
    config: {unique_key: id, strategy: check, check_cols: [version], hard_deletes: invalidate}
`,
};

/** A trigger that lets every statement pass, and the commit fail. */
const REFUSING = (table: string) => `create constraint trigger refusing after insert or update or delete on ${table}
  deferrable initially deferred for each row execute function refuse()`;

const TABLES = ['merged', 'batches', 'history'];

test('a commit that the target refuses advances nothing: the next run has all rows', async () => {
  const one = await across('postgres', [], FILES);
  await one.source.query('create table items (id integer primary key, version integer)');
  await one.source.query('create table events (id integer primary key, version integer, moment timestamp)');
  await one.source.query('insert into items values (1, 1), (2, 1)');
  await one.source.query("insert into events values (1, 1, '2024-01-01 10:00:00'), (2, 1, '2024-01-02 10:00:00')");
  const range = ['--event-time-start', '2024-01-01', '--event-time-end', '2024-01-03'];
  const first = await one.project.dvt('build', ...range);
  expect(first.code, first.output).toBe(0);
  const contents = async () => {
    const found: unknown[] = [];
    for (const table of TABLES) found.push(await one.query(`select id, version from ${table} order by 1, 2`));
    return found;
  };
  const before = await contents();

  await one.query(
    "create function refuse() returns trigger language plpgsql as $$ begin raise 'not committed'; end $$",
  );
  for (const table of TABLES) await one.query(REFUSING(table));
  await one.source.query('update items set version = 2 where id = 2');
  await one.source.query('insert into items values (3, 2)');
  await one.source.query('update events set version = 2');
  const refused = await one.project.dvt('build', ...range);
  expect(refused.code).toBe(1);
  expect(refused.output).toContain('not committed');
  const { results } = JSON.parse(await one.project.read('target/run_results.json'));
  expect(results.map(({ status }: { status: string }) => status)).toEqual(['error', 'error', 'error']);
  expect(await contents()).toEqual(before);
  expect(await one.relations()).toEqual([...TABLES].toSorted());

  for (const table of TABLES) await one.query(`drop trigger refusing on ${table}`);
  const again = await one.project.dvt('retry');
  expect(again.code, again.output).toBe(0);
  const rows = (pairs: readonly (readonly [number, number])[]) => pairs.map((pair) => pair.map(String));
  expect(await contents()).toEqual([
    rows([
      [1, 1],
      [2, 2],
      [3, 2],
    ]),
    rows([
      [1, 2],
      [2, 2],
    ]),
    rows([
      [1, 1],
      [2, 1],
      [2, 2],
      [3, 2],
    ]),
  ]);
  expect(await one.relations()).toEqual([...TABLES].toSorted());
});
