import { afterAll, describe, expect, test } from 'vitest';
import { DATABASES, LiveProject } from './live-project.js';

/**
 * Calls of dbt's cross-database functions, and what they give by dbt's documentation, as text. Boundaries between dates
 * are counted, and weeks begin on Sunday, as dbt-postgres and dbt-duckdb count them.
 */
const CASES: readonly (readonly [call: string, expected: string, options?: { not?: readonly string[] }])[] = [
  ['dbt.concat(["\'a\'", "\'b\'", "\'c\'"])', 'abc'],
  ['dbt.hash("\'ab\'")', '187ef4436122d1cc2f40dc2b92f0eba0', { not: ['sqlite'] }],
  ['dbt.length("\'héllo\'")', '5'],
  ['dbt.position("\'def\'", "\'abcdef\'")', '4'],
  ['dbt.replace("\'a.b.c\'", "\'.\'", "\'-\'")', 'a-b-c'],
  ['dbt.right("\'abcdef\'", 2)', 'ef'],
  ['dbt.right("\'abcdef\'", 0)', ''],
  ['dbt.split_part("\'a|b|c\'", "\'|\'", 1)', 'a'],
  ['dbt.split_part("\'a|b|c\'", "\'|\'", 3)', 'c'],
  ['dbt.split_part("\'a|b|c\'", "\'|\'", -1)', 'c'],
  ['dbt.split_part("\'a|b|c\'", "\'|\'", -3)', 'a'],
  ['dbt.string_literal(dbt.escape_single_quotes("it\'s"))', "it's"],
  ['dbt.cast("\'12\'", dbt.type_int())', '12'],
  ['dbt.safe_cast("\'12\'", dbt.type_int())', '12'],
  ['dbt.safe_cast("\'x\'", dbt.type_string())', 'x'],
  ["dbt.cast_bool_to_text('1 = 1')", 'true'],
  ["dbt.cast_bool_to_text('1 = 0')", 'false'],
  [
    "dbt.date_trunc('month', \"cast('2024-02-15 10:20:30' as \" ~ (dbt.type_timestamp() if adapter.type() != 'sqlite' else 'text') ~ ')')",
    '2024-02-01 00:00:00',
  ],
  [
    "dbt.date_trunc('week', \"cast('2024-02-15 10:20:30' as \" ~ (dbt.type_timestamp() if adapter.type() != 'sqlite' else 'text') ~ ')')",
    '2024-02-12 00:00:00',
  ],
  [
    "dbt.date_trunc('quarter', \"cast('2024-06-15 10:20:30' as \" ~ (dbt.type_timestamp() if adapter.type() != 'sqlite' else 'text') ~ ')')",
    '2024-04-01 00:00:00',
  ],
  [
    "dbt.dateadd('day', 3, \"cast('2024-02-27 00:00:00' as \" ~ (dbt.type_timestamp() if adapter.type() != 'sqlite' else 'text') ~ ')')",
    '2024-03-01 00:00:00',
  ],
  [
    "dbt.dateadd('quarter', -1, \"cast('2024-02-27 00:00:00' as \" ~ (dbt.type_timestamp() if adapter.type() != 'sqlite' else 'text') ~ ')')",
    '2023-11-27 00:00:00',
  ],
  [
    "dbt.dateadd('week', 2, \"cast('2024-02-27 00:00:00' as \" ~ (dbt.type_timestamp() if adapter.type() != 'sqlite' else 'text') ~ ')')",
    '2024-03-12 00:00:00',
  ],
  ...(
    [
      ['year', '2023-12-31 23:59:59', '2024-01-01 00:00:00', 1],
      ['quarter', '2023-12-31 23:59:59', '2024-04-01 00:00:00', 2],
      ['month', '2024-01-31 00:00:00', '2024-02-01 00:00:00', 1],
      ['month', '2024-03-01 00:00:00', '2023-12-31 00:00:00', -3],
      ['week', '2024-02-17 23:00:00', '2024-02-18 00:00:00', 1],
      ['week', '2024-02-18 00:00:00', '2024-02-24 23:59:59', 0],
      ['day', '2024-02-28 23:59:59', '2024-03-01 00:00:00', 2],
      ['hour', '2024-02-28 09:59:59', '2024-02-28 10:00:00', 1],
      ['minute', '2024-02-28 09:59:59', '2024-02-28 10:01:00', 2],
      ['second', '2024-02-28 09:59:59', '2024-02-28 10:00:00', 1],
    ] as const
  ).map(([part, from, to, n]) => [`dbt.datediff("'${from}'", "'${to}'", '${part}')`, String(n)] as const),
  ["dbt.last_day(\"cast('2024-02-10' as date)\", 'month')", '2024-02-29', { not: ['sqlite'] }],
  ["dbt.last_day(\"cast('2024-02-10' as date)\", 'quarter')", '2024-03-31', { not: ['sqlite'] }],
  ["dbt.last_day(\"'2024-02-10'\", 'month')", '2024-02-29', { not: ['postgres', 'duckdb', 'mysql'] }],
  ['dbt.date(2024, 2, 9)', '2024-02-09'],
  ["'(' ~ dbt.equals('1', '1') ~ ')'", 'true'],
];

/** Over the rows of `t`: 1 a, 2 b, 3 null. */
const AGGREGATES: readonly (readonly [call: string, expected: string])[] = [
  ["dbt.listagg('v', \"'-'\", 'order by v desc')", 'b-a'],
  ["dbt.any_value('7')", '7'],
  ["dbt.bool_or('id = 2')", 'true'],
  ["dbt.bool_or('id = 9')", 'false'],
];

test('differences of times and series are of the types that dbt gives them on PostgreSQL: halves of an hour are not cut off', async () => {
  const parts = ['year', 'quarter', 'month', 'week', 'day', 'hour', 'minute', 'second', 'millisecond', 'microsecond'];
  const project = await LiveProject.open('postgres', {
    'macros/types.sql': `{% macro types() %}
select pg_typeof(generated_number)::text from (select * from ({{ dbt.generate_series(1) }}) s) s
{% for part in ${JSON.stringify(parts)} %}
union all select pg_typeof({{ dbt.datediff("'2024-01-01'", "'2024-03-01'", part) }})::text
{% endfor %}
{% endmacro %}`,
  });
  const rows = await project.query((await project.operation('types')) as string).finally(() => project.close());
  const fractions = 'double precision';
  expect(rows.flat()).toEqual([
    fractions,
    ...parts.map((part) => (part === 'day' || part === 'week' ? 'integer' : fractions)),
  ]);
});

describe.each(DATABASES)('on %s', async (database) => {
  const call = ([text]: readonly [string, ...unknown[]]) => `  {% do found.append('select ' ~ ${text}) %}\n`;
  const mine = CASES.filter(([, , options]) => !options?.not?.includes(database));
  const project = await LiveProject.open(database, {
    'macros/cases.sql': `{% macro cases() %}{% set found = [] %}
${mine.map(call).join('')}${AGGREGATES.map((one) =>
  call(one)
    .replace("') %}", '')
    .replace(/\) %}\n$/, " ~ ' from t') %}\n"),
).join('')}
{{ return(found) }}{% endmacro %}
{% macro series() %}{{ return(dbt.generate_series(10)) }}{% endmacro %}
{% macro spine() %}{{ return(dbt.date_spine('day', "cast('2024-02-27' as date)", "cast('2024-03-02' as date)")) }}{% endmacro %}
`,
  });
  afterAll(() => project.close());

  test('every function gives what dbt says', async () => {
    const sql = (await project.operation('cases')) as string[];
    await project.query('create table t (id integer, v varchar(5))');
    await project.query("insert into t values (1, 'a'), (2, 'b'), (3, null)");
    const given: string[] = [];
    for (const statement of sql) {
      const rows = await project.query(statement).catch((error: Error) => [[`${error.message} in ${statement}`]]);
      given.push(shown(rows[0]?.[0]));
    }
    const names = [...mine, ...AGGREGATES].map(([text]) => text);
    const expected = [...mine, ...AGGREGATES].map(([, text]) => text);
    const pairs = (values: readonly string[]) => names.map((name, i) => `${name} = ${values[i]}`);
    expect(
      pairs(
        given.map((text, i) =>
          expected[i] === 'true' && text === '1' ? 'true' : expected[i] === 'false' && text === '0' ? 'false' : text,
        ),
      ),
    ).toEqual(pairs(expected));
  });

  test('series of numbers and of dates', async () => {
    const numbers = await project.query((await project.operation('series')) as string);
    expect(numbers.flat().map(Number)).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10]);
    if (database === 'sqlite') return;
    const days = await project.query((await project.operation('spine')) as string);
    expect(
      days
        .flat()
        .map((day) => String(day).slice(0, 10))
        .toSorted(),
    ).toEqual(['2024-02-27', '2024-02-28', '2024-02-29', '2024-03-01']);
  });
});

/** A value as text; midnight without fractions, whole floats without a point. */
function shown(value: unknown): string {
  return String(value)
    .replace(/(:\d\d)\.0+$/, '$1')
    .replace(/^(-?\d+)\.0+$/, '$1')
    .replace(/^(\d{4}-\d\d-\d\d \d\d:\d\d:\d\d)\+00$/, '$1');
}
