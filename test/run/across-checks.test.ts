import { describe, expect, test } from 'vitest';
import { type Across, across, TARGETS } from './across.js';

const FILES = {
  'models/m.sql': "{{ config(materialized='table') }} select 1 as id union all select 2 union all select 7",
  'models/s.yml': `sources:
  - name: far
    profile: far
    tables:
      - name: items
        columns:
          - name: id
            data_tests:
              - not_null: {name: where_it_lives}
              - unique: {name: kept_rows, config: {store_failures: "{{ target.type != 'sqlite' }}"}}
              - accepted_values: {name: some_of_them, arguments: {values: [1], quote: false}, config: {where: "id > 1", limit: 1}}
models:
  - name: m
    columns:
      - name: id
        data_tests:
          - relationships: {name: between_both, arguments: {to: "source('far', 'items')", field: id}}
          - relationships: {name: only_warned, arguments: {to: "source('far', 'items')", field: id}, config: {severity: warn}}
          - relationships: {name: by_condition, arguments: {to: "source('far', 'items')", field: id}, config: {warn_if: '>= 1', error_if: '> 1'}}
          - relationships: {name: calculated, arguments: {to: "source('far', 'items')", field: id}, config: {fail_calc: sum(from_field), error_if: '= 7'}}
`,
  'tests/neither.sql':
    "{{ config(store_failures=(target.type != 'sqlite')) }} select i.id, i.kind from {{ source('far', 'items') }} i left join {{ ref('m') }} m on m.id = i.id where m.id is null",
};

const FRESHNESS = `sources:
  - name: far
    profile: far
    tables:
      - {name: rows, identifier: items, config: {loaded_at_field: loaded, freshness: {warn_after: {count: 1, period: day}}}}
      - {name: some, identifier: items, config: {loaded_at_field: loaded, freshness: {error_after: {count: 1, period: day}, filter: id = 1}}}
      - {name: asked, identifier: items, config: {loaded_at_query: "select min(loaded) from {{ this }} where id > 1", freshness: {warn_after: {count: 1, period: day}}}}
      - {name: unsaid, identifier: items, config: {freshness: {warn_after: {count: 1, period: day}}}}
`;

interface Result {
  readonly unique_id: string;
  readonly status: string;
  readonly failures: number | null;
  readonly adapter_response: { readonly connection?: string; readonly extractions?: readonly unknown[] };
}

const ITEMS = 'create table items (id integer, kind varchar(5), loaded timestamp null)';

async function results({ project }: Across): Promise<readonly Result[]> {
  return JSON.parse(await project.read('target/run_results.json')).results;
}

describe.each(TARGETS)('with a source elsewhere, in a project of %s', (target) => {
  test('tests run where their data is, their configs count, and what they find is kept in the target', async () => {
    const one = await across(target, [], { ...FILES, 'models/sources.yml': '' });
    await one.source.query(ITEMS);
    await one.source.query("insert into items (id, kind) values (1, 'a'), (2, 'b'), (2, 'c'), (3, 'd'), (4, 'e')");
    expect((await one.project.dvt('run')).code).toBe(0);
    const { code, output } = await one.project.dvt('test');
    expect(code, output).toBe(1);
    const found = await results(one);
    const named = (name: string) => found.find(({ unique_id: id }) => id.split('.')[2] === name);
    const outcome = (name: string) => [named(name)?.status, named(name)?.failures];
    expect(outcome('where_it_lives')).toEqual(['pass', 0]);
    expect(outcome('kept_rows')).toEqual(['fail', 1]);
    expect(outcome('some_of_them')).toEqual(['fail', 1]);
    expect(outcome('between_both')).toEqual(['fail', 1]);
    expect(outcome('only_warned')).toEqual(['warn', 1]);
    expect(outcome('by_condition')).toEqual(['warn', 1]);
    expect(outcome('calculated')).toEqual(['fail', 7]);
    expect(outcome('neither')).toEqual(['fail', 2]);
    for (const name of ['where_it_lives', 'some_of_them'])
      expect(named(name)?.adapter_response).toMatchObject({ connection: 'far', extractions: [] });
    expect(named('between_both')?.adapter_response.connection).toBe('near');

    // The rows are where the log says that they are, and nothing was written to the source.
    const kept = async (name: string, columns: string) => {
      const [, relation] = new RegExp(`select \\* from (\\S*${name}\\S*)`).exec(output) ?? [];
      return (await one.query(`select ${columns} from ${relation} order by 1`)).flat();
    };
    // A file of SQLite has one schema, and failures want another.
    if (target !== 'sqlite') {
      expect(await kept('kept_rows', 'unique_field')).toEqual(['2']);
      expect(await kept('neither', 'kind')).toEqual(['d', 'e']);
    }
    const schema = target === 'mysql' ? "'public'" : 'database()';
    const tables = `select table_name from information_schema.tables where table_schema = ${schema}`;
    expect(await one.source.query(tables)).toEqual([['items']]);
    // On MySQL the rows are in another database, which is nobody's.
    const [, other] = /select \* from `([^`]+__audit)`/.exec(output) ?? [];
    if (other !== undefined) await one.query(`drop database \`${other}\``);
  });
});

test.each(['postgres', 'mysql'] as const)('freshness of sources elsewhere, in a project of %s', async (target) => {
  const one = await across(target, [], { 'models/sources.yml': FRESHNESS });
  await one.source.query(ITEMS);
  await one.source.query(
    "insert into items (id, loaded) values (1, '2020-01-01 00:00:00'), (2, '2021-01-01 12:00:00')",
  );
  await one.source.query('insert into items (id, loaded) values (3, now())');
  const { code, output } = await one.project.dvt('source', 'freshness');
  expect(code, output).toBe(1);
  const found = JSON.parse(await one.project.read('target/sources.json')).results as {
    unique_id: string;
    status: string;
    max_loaded_at?: string;
  }[];
  const of = (name: string) => found.find(({ unique_id: id }) => id.endsWith(`.${name}`));
  expect(of('rows')?.status).toBe('pass');
  expect(of('some')).toMatchObject({ status: 'error', max_loaded_at: expect.stringMatching(/^2020-01-01T00:00:00/) });
  expect(of('asked')).toMatchObject({ status: 'warn', max_loaded_at: expect.stringMatching(/^2021-01-01T12:00:00/) });
  expect(of('unsaid')?.status).toBe('runtime error');
  expect(output).toContain('DVT5018');
});
