import { describe, expect, test } from 'vitest';
import { type Across, across, TARGETS } from './across.js';

const SNAPSHOTS = `
{% snapshot by_time %}{{ config(unique_key='id', strategy='timestamp', updated_at='moment', hard_deletes='invalidate') }}
select id, v, moment from {{ source('far', 'items') }}{% endsnapshot %}
{% snapshot by_value %}{{ config(unique_key=['id', 'kind'], strategy='check', check_cols=['v'], hard_deletes='new_record') }}
select id, kind, v from {{ source('far', 'items') }}{% endsnapshot %}
`;

const TESTS = `
sources:
  - name: far
    profile: far
    tables:
      - name: items
        columns: [{name: id, data_tests: [unique, not_null]}, {name: v, data_tests: [{accepted_values: {arguments: {values: [a, b, c, d, B]}}}]}]
      - name: broken
        columns: [{name: id, data_tests: [not_null]}]
seeds:
  - name: kinds
    columns: [{name: kind, data_tests: [unique]}]
models:
  - name: joined
    columns:
      - name: kind
        data_tests: [{relationships: {arguments: {to: ref('kinds'), field: kind}}}]
      - name: id
        data_tests: [{relationships: {name: ids_are_far, arguments: {to: "source('far', 'items')", field: id}}}]
  - name: after_broken
    description: never built
unit_tests:
  - name: names_the_kind
    model: joined
    given:
      - {input: ref('base'), rows: [{id: 7, kind: x, v: q}, {id: 8, kind: none, v: q}]}
      - {input: ref('kinds'), rows: [{kind: x, label: Ex}]}
    expect: {rows: [{id: 7, label: Ex}, {id: 8, label: null}]}
`;

const FILES = {
  'snapshots/s.sql': SNAPSHOTS,
  'seeds/kinds.csv': 'kind,label,amount,since\nx,Ex,1.50,2024-01-31\ny,"Y, or ""why""",2.25,2024-02-29\n',
  'models/sources.yml': TESTS,
  'models/base.sql': `{{ config(materialized='ephemeral') }} select id, kind, v from {{ source('far', 'items') }}`,
  'models/joined.sql': `{{ config(materialized='table') }} select b.id, b.kind, k.label from {{ ref('base') }} b left join {{ ref('kinds') }} k on b.kind = k.kind`,
  'models/shown.sql': `{{ config(materialized='view') }} select id, label from {{ ref('joined') }} where label is not null`,
  'models/broken_copy.sql': `select id from {{ source('far', 'broken') }}`,
  'models/after_broken.sql': `{{ config(materialized='table') }} select count(*) as n from {{ ref('broken_copy') }}`,
  'tests/no_negative.sql': `select j.id from {{ ref('joined') }} j join {{ source('far', 'items') }} i on i.id = j.id where i.id < 0`,
};

describe.each(TARGETS)('a project with a source elsewhere, built in %s', (target) => {
  const statuses = async (one: Across) => {
    const { results } = JSON.parse(await one.project.read('target/run_results.json')) as {
      results: readonly { readonly unique_id: string; readonly status: string; readonly message: string | null }[];
    };
    return Object.fromEntries(results.map((result) => [result.unique_id.split('.')[2]!, result.status]));
  };
  const open = (prefix: string) => `case when ${prefix}dbt_valid_to is null then 'open' else 'ended' end`;

  test('seeds, models, views, snapshots, tests and unit tests, in the order of the graph', async () => {
    const one = await across(target, [], FILES);
    await one.source.query('create table items (id integer, kind varchar(5), v varchar(5), moment timestamp)');
    await one.source.query('create table broken (id integer)');
    await one.source.query('insert into broken values (null)');
    await one.source.query(
      "insert into items values (1, 'x', 'a', '2024-01-01 00:00:00'), (2, 'y', 'b', '2024-01-01 00:00:00'), (3, 'x', 'c', '2024-01-01 00:00:00')",
    );
    const first = await one.project.dvt('build');
    expect(first.code, first.output).toBe(1);
    const bad = Object.entries(await statuses(one)).filter(([, status]) => status !== 'success' && status !== 'pass');
    expect(Object.fromEntries(bad), first.output).toEqual({
      source_not_null_far_broken_id: 'fail',
      broken_copy: 'skipped',
      after_broken: 'skipped',
    });
    expect(await one.query('select id, label from shown order by id')).toEqual([
      ['1', 'Ex'],
      ['2', 'Y, or "why"'],
      ['3', 'Ex'],
    ]);
    expect((await one.relations()).toSorted()).toEqual(['by_time', 'by_value', 'joined', 'kinds', 'shown']);

    await one.source.query('delete from items where id = 3');
    await one.source.query("update items set v = 'B', moment = '2024-01-02 00:00:00' where id = 2");
    await one.source.query("insert into items values (4, 'x', 'd', '2024-01-02 00:00:00')");
    const second = await one.project.dvt('snapshot');
    expect(second.code, second.output).toBe(0);
    expect(await one.query(`select id, v, ${open('')} from by_time order by id, dbt_valid_from, v`)).toEqual([
      ['1', 'a', 'open'],
      ['2', 'b', 'ended'],
      ['2', 'B', 'open'],
      ['3', 'c', 'ended'],
      ['4', 'd', 'open'],
    ]);
    expect(
      await one.query(
        `select id, v, dbt_is_deleted, ${open('')} from by_value order by id, dbt_valid_from, dbt_is_deleted, v`,
      ),
    ).toEqual([
      ['1', 'a', 'False', 'open'],
      ['2', 'b', 'False', 'ended'],
      ['2', 'B', 'False', 'open'],
      ['3', 'c', 'False', 'ended'],
      ['3', 'c', 'True', 'open'],
      ['4', 'd', 'False', 'open'],
    ]);
    expect((await one.relations()).toSorted()).toEqual(['by_time', 'by_value', 'joined', 'kinds', 'shown']);
  });
});
