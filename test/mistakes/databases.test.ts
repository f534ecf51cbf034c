import { copyFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { testProject } from '../run/project.js';
import { freshMysql, freshPostgres } from '../servers/index.js';
import { type MarkedPlace, unmarked } from './marked.js';

/**
 * Statements that a database refuses. The mark is where a person would look; what the database says of it is the
 * pattern. `macro` and the like stand for ways in which SQL comes to be.
 */
const REFUSED: Readonly<Record<string, string>> = {
  'models/syntax.sql': 'select 1 as id,\n  2 as b\nfrom (select 1 as x) t\n«wher 1 = 1\n',
  'models/column.sql':
    '{% set unused = 1 %}\n\nselect\n  {% for i in [1, 2] %}\n  {{ i }} as c{{ i }},\n  {% endfor %}\n  «nope\nfrom (select 1 as nop) t\n',
  'models/grouped.sql': 'select a\nfrom (select 1 as a) t\ngroup by\n  a, «nope\n',
  'models/as_view.sql': "{{ config(materialized='view') }}\nselect a,\n  «nope\nfrom (select 1 as a) t",
  'models/calls.sql': 'select 1 as a,\n  {{ coalesced("nope") }} as b\nfrom (select 1 as q) t\n',
  'macros/coalesced.sql': '{% macro coalesced(x) %}\n  coalesce({{ «x }}, 1)\n{% endmacro %}\n',
  'tests/singular.sql': 'select *\nfrom (select 1 as a) t\nwhere «nope = 1\n',
  'models/hooked.sql': "{{ config(materialized='table', «post_hook='insert into nope values (1)') }}\nselect 1 as a",
  'models/queried.sql': "{% set found = «run_query('select * from nope') %}\nselect 1 as a",
};

const PROJECT = 'name: shop\nprofile: here\nmodels: {+materialized: table}\n';

interface Failed {
  readonly node: string;
  readonly status: string;
  readonly diagnostics: readonly { readonly code: string; readonly location: Omit<MarkedPlace, 'text'> }[];
}

/** The places of what failed, by the JSON log. */
function failuresOf(stdout: string): string[] {
  const events = stdout.split('\n').filter((line) => line.startsWith('{'));
  return events
    .map((line) => JSON.parse(line) as Failed & { event: string })
    .filter(({ event, status }) => event === 'node finished' && status === 'error')
    .flatMap(({ diagnostics }) => diagnostics.map(({ location }) => shown(location)))
    .sort();
}

const shown = ({ path, line, column }: Omit<MarkedPlace, 'text'>) => `${path}:${line}:${column}`;

const TARGETS: Readonly<Record<string, () => Promise<Record<string, unknown>>>> = {
  postgres: async () => {
    const database = await freshPostgres();
    onTestFinished(() => database.drop());
    return { adapter: 'postgres', ...database.profile };
  },
  mysql: async () => {
    const database = await freshMysql();
    onTestFinished(() => database.drop());
    return { adapter: 'mysql', ...database.profile };
  },
  duckdb: async () => ({ adapter: 'duckdb', path: 'shop.duckdb' }),
  sqlite: async () => ({ adapter: 'sqlite', path: 'shop.db' }),
};

describe.each(Object.keys(TARGETS))('in place on %s', (type) => {
  test("an error of the database points at the line of the model's file", async () => {
    const { files, places } = unmarked(REFUSED);
    const project = await testProject({
      profile: 'here',
      profiles: { here: await TARGETS[type]!() },
      files: { ...files, 'dvt_project.yml': PROJECT },
    });
    const { code, stdout, output } = await project.dvt('build', '--log-format', 'json');
    expect(code, output).toBe(1);
    // SQLite keeps a view as text and looks at it when it is read.
    const expected = places.filter(({ path }) => type !== 'sqlite' || path !== 'models/as_view.sql');
    expect(failuresOf(stdout)).toEqual(expected.map(shown).sort());
    expect(output).not.toMatch(/\bat .*\.js:\d+|dist\//);
  });
});

test('computed in the engine: errors of its parser, binder and casts point at the line, before anything is fetched', async () => {
  const sources =
    'sources:\n  - {name: one, profile: one, tables: [{name: t}]}\n  - {name: two, profile: two, tables: [{name: u}]}\n';
  const both = "from {{ source('one', 't') }} t\njoin {{ source('two', 'u') }} u on u.id = t.id\n";
  const { files, places } = unmarked({
    'models/sources.yml': sources,
    'models/syntax.sql': `select 1 as x\n${both}«wher 1 = 1`,
    'models/column.sql': `select t.id,\n  «u.amont\n${both}`,
    'models/ambiguous.sql': `select\n  «id\n${both}`,
    'models/function.sql': `select t.id,\n  «nosuch(t.id) as x\n${both}`,
    'models/cast.sql': `select t.id,\n  «cast(t.name as integer) as x\n${both}`,
    'models/calls.sql': `select {{ doubled('nope') }} as x\n${both}`,
    'macros/doubled.sql': '{% macro doubled(x) %}\n  2 * {{ «x }}\n{% endmacro %}\n',
  });
  const project = await testProject({
    profile: 'here',
    profiles: {
      here: { adapter: 'duckdb', path: 'shop.duckdb' },
      one: { adapter: 'sqlite', path: 'one.db' },
      two: { adapter: 'sqlite', path: 'two.db' },
    },
    files: {
      ...files,
      'make/dvt_project.yml': 'name: make\nprofile: one\n',
      'make/models/t.sql': "select 1 as id, 'a' as name",
      'make/models/u.sql': "{{ config(target='two') }}\nselect 1 as id, 2 as amount",
    },
  });
  const made = await project.dvt('run', '--project-dir', 'make', '--profiles-dir', '.');
  expect(made.code, made.output).toBe(0);
  for (const name of ['one.db', 'two.db']) {
    await copyFile(join(project.directory, 'make', name), join(project.directory, name));
  }
  const { code, stdout, output } = await project.dvt('run', '--log-format', 'json');
  expect(code, output).toBe(1);
  expect(failuresOf(stdout), output).toEqual(places.map(shown).sort());
});

test('tests of YAML, snapshots, hooks of the project, seeds and contracts', async () => {
  const { files, places } = unmarked({
    'dvt_project.yml': 'name: shop\nprofile: here\non-run-end:\n  - «"select * frm x"\n',
    'models/m.sql': 'select 1 as id',
    'models/contracted.sql':
      "«{{ config(materialized='table', contract={'enforced': true}) }}\nselect 'x' as id, 2 as extra",
    'models/s.yml':
      'models:\n  - name: m\n    columns:\n      - name: id\n        data_tests:\n          - «accepted_values: {value: [1]}\n          - «not_null: {config: {where: nope = 1}}\n  - name: contracted\n    columns: [{name: id, data_type: integer}, {name: missing, data_type: integer}]\n',
    'snapshots/s.sql':
      "{% snapshot s %}\n{{ config(unique_key='id', strategy='check', check_cols='all') }}\nselect 1 as id,\n  «nope\n{% endsnapshot %}",
    'models/snapped.sql': 'select 1 as id',
    'snapshots/by_key.sql':
      "{% snapshot by_key %}\n{{ «config(strategy='check', check_cols='all', unique_key='idd') }}\nselect * from {{ ref('snapped') }}\n{% endsnapshot %}",
    'snapshots/s.yml':
      "snapshots:\n  - {name: t, relation: ref('snapped'), config: {unique_key: id, strategy: timestamp, updated_at: «changed}}\n",
    'seeds/a.csv': 'id,name\n1,a\n«2,b,c\n',
    'seeds/typed.csv': 'id,note\n1,"two\nlines"\n«two,b\n',
    'seeds/s.yml': 'seeds: [{name: typed, config: {column_types: {id: integer}}}]\n',
  });
  const project = await testProject({
    profile: 'here',
    profiles: { here: { adapter: 'duckdb', path: 'shop.duckdb' } },
    files,
  });
  const { code, stdout, output } = await project.dvt('build', '--log-format', 'json');
  expect(code, output).toBe(1);
  expect(failuresOf(stdout), output).toEqual(places.map(shown).sort());
  const contract = stdout.split('\n').find((line) => line.includes('DVT2125')) ?? '';
  expect((JSON.parse(contract) as { diagnostics: { message: string }[] }).diagnostics[0]?.message.split('\n')).toEqual([
    'The columns of the query are not those of the contract of this model:',
    '  column   contract  query',
    '  id       INTEGER   VARCHAR  another type',
    '  missing  INTEGER   -        missing in the query',
    '  extra    -         INTEGER  missing in the contract',
  ]);
});

test('a server that cannot be reached is no mistake of the model: its place is in the profiles', async () => {
  const project = await testProject({
    profile: 'here',
    profiles: {
      here: { adapter: 'duckdb', path: 'shop.duckdb' },
      gone: { adapter: 'postgres', host: '127.0.0.1', port: 1, user: 'u', database: 'd' },
    },
    files: {
      'models/sources.yml': 'sources:\n  - {name: far, profile: gone, tables: [{name: t}]}\n',
      'models/m.sql': "select id\nfrom {{ source('far', 't') }}",
    },
  });
  const { code, stdout, output } = await project.dvt('run', '--log-format', 'json');
  expect(code, output).toBe(1);
  const line = (await project.read('profiles.yml')).split('\n').findIndex((one) => one.startsWith('gone:')) + 1;
  expect(failuresOf(stdout), output).toEqual([`profiles.yml:${line}:1`]);
});

test('a value of a seed that PostgreSQL alone refuses', async () => {
  const { files, places } = unmarked({
    'dvt_project.yml': 'name: shop\nprofile: here\n',
    'seeds/long.csv': 'id,code\n1,"a\nb"\n\n2,«abcdef\n',
    'seeds/s.yml': 'seeds: [{name: long, config: {column_types: {code: varchar(3)}}}]\n',
  });
  const profiles = { here: await TARGETS['postgres']!() };
  const project = await testProject({ profile: 'here', profiles, files });
  const { code, stdout, output } = await project.dvt('seed', '--log-format', 'json');
  expect(code, output).toBe(1);
  expect(failuresOf(stdout), output).toEqual(places.map(shown));
});
