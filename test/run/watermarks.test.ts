import { describe, expect, test } from 'vitest';
import { across } from './across.js';

const above = (column: string) =>
  `{{ config(materialized='incremental') }} select id, ${column} from {{ source('far', 'events') }}
{% if is_incremental() %}where ${column} > (select max(${column}) from {{ this }}){% endif %}`;

const MODELS: Readonly<Record<string, string>> = {
  by_time: above('moment'),
  by_day: above('day'),
  by_amount: above('amount'),
  by_text: above('code'),
  several: `{{ config(materialized='incremental', unique_key='id') }} select id, moment, amount from {{ source('far', 'events') }}
{% if is_incremental() %}where moment > (select max(moment) from {{ this }}) and amount > (select coalesce(max(amount), 0) from {{ this }} where id < 100)
  and id not in (select id from {{ this }}){% endif %}`,
  none_yet: `{{ config(materialized='incremental') }} select id, moment from {{ source('far', 'events') }}
where id < 0 {% if is_incremental() %}or moment > (select max(moment) from {{ this }}){% endif %}`,
  all_again: `{{ config(materialized='incremental', unique_key='id') }} select id, moment from {{ source('far', 'events') }}
{% if is_incremental() %}where moment > (select coalesce(max(moment), '1900-01-01') from {{ this }} where id > 1000){% endif %}`,
};

describe.each(['postgres', 'mysql', 'duckdb', 'sqlite'] as const)('watermarks of a table in %s', (target) => {
  test('times with a zone, days, decimals, texts, several, and none of an empty table', async () => {
    const files = Object.entries(MODELS).map(([name, sql]) => [`models/${name}.sql`, sql]);
    // No extraction is shared then, so that each model's own can be seen.
    const alone = { 'dvt_project.yml': 'name: shop\nprofile: near\nsnapshot: model\n' };
    const one = await across(target, ['events'], { ...Object.fromEntries(files), ...alone });
    const [timestamp, text] =
      target === 'mysql' ? ['timestamptz', 'text collate "C"'] : ['timestamp(6)', 'varchar(20) collate utf8mb4_bin'];
    await one.source.query(
      `create table events (id bigint primary key, moment ${timestamp} not null, day date, amount decimal(14,6), code ${text})`,
    );
    await one.source.query(`insert into events values (1, '2024-06-30 23:59:59.999998', '2024-06-30', 12345678.123456, 'Straße'),
      (2, '2024-06-30 23:59:59.999999', '2024-06-30', 12345678.123457, 'Straße 2')`);
    const first = await one.project.dvt('run');
    expect(first.code, first.output).toBe(0);
    await one.source.query(
      `insert into events values (3, '2024-07-01 00:00:00', '2024-07-01', 12345678.123458, 'Straße 3')`,
    );
    const second = await one.project.dvt('run');
    expect(second.code, second.output).toBe(0);
    const { results } = JSON.parse(await one.project.read('target/run_results.json'));
    const fetched = Object.fromEntries(
      results.map(
        (result: { unique_id: string; adapter_response: { extractions: { connection: string; rows: number }[] } }) => [
          result.unique_id.split('.')[2],
          result.adapter_response.extractions.filter(({ connection }) => connection === 'far').map(({ rows }) => rows),
        ],
      ),
    );
    const newest = [1];
    expect(fetched).toEqual({
      by_time: newest,
      by_day: newest,
      by_amount: newest,
      by_text: newest,
      several: newest,
      none_yet: [0],
      all_again: [3],
    });
    const ids = async (name: string) => (await one.query(`select id from ${name} order by id`)).flat();
    for (const name of Object.keys(MODELS))
      expect(await ids(name), name).toEqual(name === 'none_yet' ? [] : ['1', '2', '3']);
  });
});
