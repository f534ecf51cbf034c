import { describe, expect, test } from 'vitest';
import { across, TARGETS } from './across.js';

const incremental = (config: string, columns: string, where = 'moved > (select max(moved) from {{ this }})') =>
  `{{ config(materialized='incremental', ${config}) }}
select ${columns} from {{ source('far', 'events') }}
{% if is_incremental() %}where ${where}{% endif %}`;

/** The columns differ once the table is there. */
const changing = (change: string) =>
  incremental(`on_schema_change='${change}'`, `id, moved, {{ 'n' if is_incremental() else 'v' }}`);

const MODELS: Readonly<Record<string, string>> = {
  appended: incremental("incremental_strategy='append'", 'id, kind, v, moved'),
  replaced: incremental("incremental_strategy='delete+insert', unique_key=['id', 'kind']", 'id, kind, v, moved'),
  merged: incremental(
    "incremental_strategy='merge', unique_key=['id', 'kind'], merge_exclude_columns=['n']",
    'id, kind, v, n, moved',
  ),
  predicated: incremental(
    "incremental_strategy='delete+insert', unique_key='id', incremental_predicates=[('DBT_INCREMENTAL_TARGET' if target.type == 'duckdb' else 'DBT_INTERNAL_DEST') ~ '.moved > 0']",
    'id, kind, v, moved',
  ),
  overwritten: incremental("incremental_strategy='insert_overwrite'", 'id, v, moved'),
  by_text: incremental("incremental_strategy='delete+insert', unique_key='v'", 'v, id, moved'),
  merged_by_text: incremental("incremental_strategy='merge', unique_key='v'", 'v, id, moved'),
  ignoring: incremental("on_schema_change='ignore'", "id, moved, v{{ ', n' if is_incremental() }}"),
  // Under dbt too: the column that is gone is asked for.
  ignoring_less: changing('ignore'),
  failing: changing('fail'),
  appending: changing('append_new_columns'),
  following: changing('sync_all_columns'),
  unchanged_fail: incremental("on_schema_change='fail'", 'id, v, moved, amount'),
  unchanged_sync: incremental("on_schema_change='sync_all_columns'", 'id, v, moved, amount'),
};

interface Results {
  readonly results: readonly {
    readonly unique_id: string;
    readonly status: string;
    readonly message: string | null;
    readonly adapter_response: { readonly extractions?: readonly { readonly rows: number }[] };
  }[];
}

describe.each(TARGETS)('incremental models from another database into %s', (target) => {
  test('every strategy and every on_schema_change; only what is newer is fetched', async () => {
    const files = Object.entries(MODELS).map(([name, sql]) => [`models/${name}.sql`, sql]);
    const one = await across(target, ['events'], Object.fromEntries(files));
    await one.source.query(
      'create table events (id integer, kind varchar(10), v varchar(10), moved integer, n integer, amount decimal(9,2))',
    );
    await one.source.query(
      "insert into events values (1, 'x', 'a', 0, 1, 1.5), (2, 'x', 'b', 1, 1, 1.5), (2, 'y', 'c', 1, 1, 1.5)",
    );
    const first = await one.project.dvt('run');
    expect(first.code, first.output).toBe(0);
    await one.source.query("insert into events values (1, 'x', 'A', 2, 7, 2.5), (2, 'x', 'e', 2, 8, 2.5)");
    const second = await one.project.dvt('run');
    expect(second.code, second.output).toBe(1);

    const { results } = JSON.parse(await one.project.read('target/run_results.json')) as Results;
    const failed = results.filter(({ status }) => status !== 'success');
    expect(failed.map(({ unique_id: id }) => id)).toEqual([
      'model.shop.failing',
      'model.shop.ignoring_less',
      'model.shop.overwritten',
    ]);
    expect(failed[0]!.message).toContain('New in the query: n. Missing in the query: v.');
    expect(failed[2]!.message).toContain("'insert_overwrite' cannot be used on this database");
    const fetched = results.flatMap(({ adapter_response: { extractions = [] } }) =>
      extractions.map(({ rows }) => rows),
    );
    expect(Math.max(...fetched)).toBe(2);

    // Sorted here: databases sort letters by their own collation.
    const rows = async (table: string, columns: string) =>
      (await one.query(`select ${columns} from ${table}`)).toSorted((a, b) => (`${a}` < `${b}` ? -1 : 1));
    expect(await rows('appended', 'id, kind, v')).toEqual([
      ['1', 'x', 'A'],
      ['1', 'x', 'a'],
      ['2', 'x', 'b'],
      ['2', 'x', 'e'],
      ['2', 'y', 'c'],
    ]);
    const keyed = [
      ['1', 'x', 'A'],
      ['2', 'x', 'e'],
      ['2', 'y', 'c'],
    ];
    expect(await rows('replaced', 'id, kind, v')).toEqual(keyed);
    expect(await rows('merged', 'id, kind, v')).toEqual(keyed);
    expect(await rows('merged', 'id, kind, n')).toEqual(keyed.map(([id, kind]) => [id, kind, '1']));
    // The predicate leaves the row with moved = 0 where it is.
    expect(await rows('predicated', 'id, kind, v')).toEqual([
      ['1', 'x', 'A'],
      ['1', 'x', 'a'],
      ['2', 'x', 'e'],
    ]);
    // Keys that a collation takes for one are two, as in the engine.
    const texts = ['A', 'a', 'b', 'c', 'e'];
    expect((await rows('by_text', 'v, id, moved')).map(([v]) => v).toSorted()).toEqual(texts);
    expect((await rows('merged_by_text', 'v, id, moved')).map(([v]) => v).toSorted()).toEqual(texts);
    const news = ['1', '2'];
    expect((await rows('ignoring', 'id, moved, v')).filter(([, moved]) => moved === '2').map(([id]) => id)).toEqual(
      news,
    );
    expect((await rows('failing', 'id, moved, v')).map(([id]) => id)).toEqual(['1', '2', '2']);
    expect((await rows('appending', 'id, moved, n')).filter(([, moved]) => moved === '2')).toEqual([
      ['1', '2', '7'],
      ['2', '2', '8'],
    ]);
    expect((await rows('appending', 'id, moved, v')).filter(([id]) => id === '1').map(([, , v]) => v)).toEqual([
      'a',
      null,
    ]);
    expect((await rows('following', 'id, moved, n')).filter(([, , n]) => n !== null).map(([id]) => id)).toEqual(news);
    await expect(rows('following', 'id, moved, v')).rejects.toThrow();
    expect(await rows('unchanged_fail', 'id, moved, v')).toHaveLength(5);
    expect(await rows('unchanged_sync', 'id, moved, v')).toHaveLength(5);
    expect((await one.relations()).filter((name) => name.includes('__'))).toEqual([]);
  });
});
