import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { dvt } from '../cli/dvt.js';
import { folderWith } from '../config/files.js';

const PROJECT = {
  'dbt_project.yml': "name: keys\nprofile: keys\nversion: '1.2'\nvars:\n  x: 1\n",
  'profiles.yml': 'keys: {target: dev, outputs: {dev: {type: duckdb, path: k.duckdb}}}\n',
  'models/b.sql': 'select 1 as id\n',
};

test("notes of people's own in properties files, and columns listed twice, are taken as dbt-core 1.12.6 takes them", async () => {
  const cwd = await folderWith({
    ...PROJECT,
    'models/s.yml': `freshness: {x: 1}
tests:
  - not_there: {a: 1}
models:
  - name: b
    grain: one row an id
    columns:
      - {name: id, description: one, data_tests: [not_null]}
      - {name: id, description: two, data_tests: [unique]}
`,
  });
  expect(await dvt(['parse'], { cwd })).toMatchObject({ code: 0, stderr: '' });
  const { nodes } = JSON.parse(await readFile(join(cwd, 'target/manifest.json'), 'utf8'));
  expect(Object.keys(nodes).sort()).toEqual([
    'model.keys.b',
    'test.keys.not_null_b_id.37be81e63b',
    'test.keys.unique_b_id.fd91545187',
  ]);
  expect(nodes['model.keys.b'].columns.id.description).toBe('two');
});

test('what is described under the heading of another kind is tested, and told of; nothing else of it is taken', async () => {
  const cwd = await folderWith({
    ...PROJECT,
    'seeds/codes.csv': 'id\n1\n',
    'macros/own.sql': '{% materialization own, default %}{% endmaterialization %}{% macro plain() %}{% endmacro %}',
    'models/s.yml': `
models: [{name: codes, description: of a seed, columns: [{name: id, data_tests: [not_null]}]}]
seeds: [{name: b, data_tests: [{unique: {column_name: id}}]}]
`,
  });
  const { code, stdout } = await dvt(['parse'], { cwd });
  expect(code).toBe(0);
  expect(stdout).toContain('models/s.yml describes the model codes, which is a seed');
  expect(stdout).toContain('models/s.yml describes the seed b, which is a model');
  const { nodes, macros } = JSON.parse(await readFile(join(cwd, 'target/manifest.json'), 'utf8'));
  // As dbt-core 1.12.6 has them.
  expect(Object.keys(nodes).sort()).toEqual([
    'model.keys.b',
    'seed.keys.codes',
    'test.keys.not_null_codes_id.08c01847bf',
    'test.keys.unique_b_id.fd91545187',
  ]);
  expect(nodes['seed.keys.codes']).toMatchObject({ description: '', columns: {} });
  expect(macros['macro.keys.materialization_own_default'].supported_languages).toEqual(['sql']);
  expect(macros['macro.keys.plain'].supported_languages).toBe(null);
});

test('what a package says of a seed that the project switches off is said of the project’s own of that name', async () => {
  const cwd = await folderWith({
    ...PROJECT,
    'dbt_project.yml': 'name: keys\nprofile: keys\nseeds: {pk: {exceptions: {+enabled: false}}}\n',
    'packages.yml': 'packages: [{local: pk}]\n',
    'pk/dbt_project.yml': 'name: pk\n',
    'pk/seeds/exceptions.csv': 'id\n1\n',
    'pk/seeds/s.yml': `
seeds:
  - {name: exceptions, description: of the package, config: {column_types: {id: varchar}}, columns: [{name: id, data_tests: [unique]}]}
`,
    'seeds/exceptions.csv': 'id\n2\n',
  });
  expect(await dvt(['deps'], { cwd })).toMatchObject({ code: 0 });
  expect(await dvt(['parse'], { cwd })).toMatchObject({ code: 0 });
  const { nodes, disabled } = JSON.parse(await readFile(join(cwd, 'target/manifest.json'), 'utf8'));
  // As dbt-core 1.12.6 has them.
  expect(nodes['seed.keys.exceptions']).toMatchObject({
    description: 'of the package',
    config: { column_types: { id: 'varchar' } },
    patch_path: 'pk://seeds/s.yml',
  });
  expect(disabled['seed.pk.exceptions']).toMatchObject([{ description: '', columns: {} }]);
  expect(nodes['test.pk.unique_exceptions_id.15c39fbeba'].depends_on.nodes).toEqual(['seed.keys.exceptions']);
});

test('builtins.ref.config has what packages look for: names, versions, options, variables of the command line', async () => {
  const cwd = await folderWith({
    ...PROJECT,
    'packages.yml': 'packages: [{local: pk}]\n',
    'pk/dbt_project.yml': 'name: pk\nversion: 3.1.4\n',
    'pk/macros/given.sql': `
{% macro given() %}{{ return((context.get(project_name, {}).get('chosen') or pk.get('no_such') or pk['own'])()) }}{% endmacro %}
{% macro own() %}own{% endmacro %}`,
    'macros/chosen.sql': '{% macro chosen() %}chosen{% endmacro %}',
    'models/b.sql': `{% set c = builtins.ref.config -%}
select '{{ c.project_name }} {{ c.dependencies["pk"].version }} {{ c.cli_vars }} {{ c.args.select | list }} {{ c.args.which }} {{ pk.given() }} {{ pk is mapping }} {{ pk | list | sort | join(",") }}'
{%- call noop_statement('none', message='nothing', code='none', rows_affected=3) %}select 1{% endcall %}
{%- if execute %} || '{{ load_result('none').response.rows_affected }}'{% endif %}
`,
  });
  expect(await dvt(['deps'], { cwd })).toMatchObject({ code: 0 });
  expect(await dvt(['compile', '--vars', '{z: 3}', '--select', 'b'], { cwd })).toMatchObject({ code: 0 });
  // As dbt-core 1.12.6 compiles it.
  expect((await readFile(join(cwd, 'target/compiled/keys/models/b.sql'), 'utf8')).trim()).toBe(
    "select 'keys 3.1.4 {'z': 3} ['b'] compile chosen True given,own' || '3'",
  );
});

test('a model that cannot be read is told of once: nobody hears that it is missing, too', async () => {
  const cwd = await folderWith({
    ...PROJECT,
    'models/a.sql': "select {{ no_such_macro() }} from {{ ref('b') }}\n",
    'models/c.sql': "select * from {{ ref('a') }}\n",
  });
  const { code, stderr } = await dvt(['parse'], { cwd });
  expect([code, stderr.match(/DVT\d+/g)]).toEqual([2, ['DVT2002']]);
});

test('texts, tags, columns of tests and templates in unit tests are those of dbt-core 1.12.6', async () => {
  const cwd = await folderWith({
    ...PROJECT,
    'dbt_project.yml': `${PROJECT['dbt_project.yml']}models: {keys: {deep: {+tags: [t], +meta: {written: "here\\n"}}}}\n`,
    'macros/t.sql':
      "{% test about(model, column_name, word, many) %}select 1 where '{{ word }}|{{ many[0] }}|{{ column_name }}' = '' {% endtest %}",
    'models/m.sql': "select id, '{{ var('x') }}' as x from {{ ref('b') }}\n",
    'models/deep/d.sql': 'select 1 as id\n',
    'models/deep/s.yml': `sources: [{name: raw, tables: [{name: deep_table}]}]
models:
  - name: d
    config:
      tags: [t, u]
      meta:
        note: |
          kept
    description: |
      Ends with a break.
    columns:
      - name: id
        data_tests:
          - about:
              arguments: {word: "a\\n", many: ["b\\n"]}
              column_name: "id::int"
              config:
                where: |
                  id > 0
          - about:
              arguments: {word: "{{ dbt.type_int() }}", many: [1.0], column_name: other}
unit_tests:
  - name: with_templates
    model: m
    overrides: {vars: {x: "{{ var('x') + 5 }}"}}
    given: [{input: ref('b'), rows: [{id: "{{ var('x') }}"}]}]
    expect:
      format: csv
      rows: |
        id,x
        {{ var("x") }},6
  - name: in_sql
    model: m
    given:
      - input: ref('b')
        format: sql
        rows: |
          {% set y = var('x') %}
          select {{ y }} as id
    expect: {rows: [{id: 1, x: "1"}]}
    description: >
      Ends with
      the file.`,
  });
  expect(await dvt(['build'], { cwd })).toMatchObject({ code: 0 });
  const manifest = JSON.parse(await readFile(join(cwd, 'target/manifest.json'), 'utf8'));
  const { nodes } = manifest;
  expect(nodes['model.keys.d']).toMatchObject({
    tags: ['t', 'u'],
    config: { tags: ['t', 't', 'u'], meta: { written: 'here', note: 'kept' } },
    description: 'Ends with a break.\n',
  });
  // The column is that above the test, unless `arguments:` say another; numbers are numbers.
  expect(nodes['test.keys.about_d_id__b___a_.df00df9ed2']).toMatchObject({
    column_name: 'id',
    config: { where: 'id > 0' },
    test_metadata: { kwargs: { column_name: 'id', word: 'a\n', many: ['b\n'] } },
  });
  expect(nodes['test.keys.about_d_other__1_0___dbt_type_int_.d8b300d47e']).toMatchObject({
    column_name: 'id',
    test_metadata: { kwargs: { column_name: 'other', many: [1] } },
    depends_on: { macros: ['macro.keys.test_about', 'macro.dbt.get_where_subquery'] },
  });
  const compiled = (name: string) =>
    readFile(join(cwd, 'target/compiled/keys/models/deep/s.yml', `${name}.sql`), 'utf8');
  expect(await compiled('about_d_id__b___a_')).toContain("'a|b|id'");
  expect(await compiled('about_d_other__1_0___dbt_type_int_')).toContain("'integer|1.0|other'");
  expect(manifest.unit_tests['unit_test.keys.m.with_templates']).toMatchObject({
    given: [{ rows: [{ id: 1 }] }],
    expect: { rows: [{ id: '1', x: '6' }] },
    overrides: { vars: { x: 6 } },
  });
  expect(manifest.unit_tests['unit_test.keys.m.in_sql']).toMatchObject({
    given: [{ rows: '\nselect 1 as id' }],
    description: 'Ends with the file.',
  });
  const { stdout } = await dvt(['ls', '--resource-type', 'source', '--quiet'], { cwd });
  expect(stdout).toBe('source:keys.raw.deep_table\n');
});

test('a package describes, configures and tests nodes of others as dbt-core 1.12.6 takes it', async () => {
  const files = {
    ...PROJECT,
    'packages.yml': 'packages: [{local: pk}]\n',
    'pk/dbt_project.yml': 'name: pk\n',
    'pk/models/pm.sql': 'select 1 as id\n',
    'pk/models/theirs.sql': 'select 1 as id\n',
    'pk/models/s.yml': `models:
  - {name: b, description: from the package, config: {meta: {a: 1}}, columns: [{name: id, data_tests: [not_null]}]}
  - {name: theirs, description: its own}
seeds:
  - {name: rs, description: a seed of the project, config: {column_types: {a: text}}}
`,
    'seeds/rs.csv': 'a\n1\n',
    'models/s.yml':
      'models:\n  - {name: pm, description: from the project, config: {materialized: table}, columns: [{name: id, data_tests: [unique]}]}\n',
  };
  const cwd = await folderWith(files);
  expect(await dvt(['deps'], { cwd })).toMatchObject({ code: 0 });
  const parsed = await dvt(['parse', '--warn-error'], { cwd });
  expect([parsed.code, parsed.stderr]).toEqual([0, '']);
  const { nodes } = JSON.parse(await readFile(join(cwd, 'target/manifest.json'), 'utf8'));
  expect(Object.keys(nodes).sort()).toEqual([
    'model.keys.b',
    'model.pk.pm',
    'model.pk.theirs',
    'seed.keys.rs',
    'test.keys.unique_pm_id.38a778b1b9',
    'test.pk.not_null_b_id.37be81e63b',
  ]);
  const described = { description: 'from the package', patch_path: 'pk://models/s.yml', config: { meta: { a: 1 } } };
  expect(nodes['model.keys.b']).toMatchObject(described);
  const configured = { patch_path: 'keys://models/s.yml', config: { materialized: 'table' } };
  expect(nodes['model.pk.pm']).toMatchObject({ description: 'from the project', ...configured });
  expect(nodes['seed.keys.rs']).toMatchObject({
    patch_path: 'pk://models/s.yml',
    config: { column_types: { a: 'text' } },
  });
  expect(nodes['test.pk.not_null_b_id.37be81e63b'].depends_on.nodes).toEqual(['model.keys.b']);
  const twice = await folderWith({ ...files, 'models/t.yml': 'models: [{name: theirs}]\n' });
  expect(await dvt(['deps'], { cwd: twice })).toMatchObject({ code: 0 });
  const { code, stderr } = await dvt(['parse'], { cwd: twice });
  expect([code, stderr]).toEqual([2, expect.stringContaining('DVT1204')]);
});

test('a variable that is a template is rendered where it is asked for, to a text, as dbt-core 1.12.6 renders it', async () => {
  const vars = `vars:
  size: "{{ 500 if target.type == 'bigquery' else 10000 }}"
  twice: "{{ var('size') | int * 2 }}"
  own: "{{ var('own') }}"
`;
  const cwd = await folderWith({
    ...PROJECT,
    'dbt_project.yml': `name: keys\nprofile: keys\n${vars}`,
    'macros/m.sql':
      "{% macro halved(relation, size=var('size') | int) %}select {{ 1 / size }}{% endmacro %}{% macro kind() %}table{% endmacro %}",
    'models/b.sql': `{{ config(materialized='table', post_hook="{{ halved(this) }}", meta={'size': var('size')}) }}
select {{ var('size') | int + 1 }} as a, '{{ var("size") }}' as b, {{ var('twice') }} as c, {{ var('size') is string }} as d
`,
  });
  expect(await dvt(['build'], { cwd })).toMatchObject({ code: 0 });
  const compiled = await readFile(join(cwd, 'target/compiled/keys/models/b.sql'), 'utf8');
  expect(compiled.trim()).toBe("select 10001 as a, '10000' as b, 20000 as c, True as d");
  const { nodes } = JSON.parse(await readFile(join(cwd, 'target/manifest.json'), 'utf8'));
  expect(nodes['model.keys.b'].config.meta).toEqual({ size: '10000' });
  expect(nodes['model.keys.b'].depends_on.macros).toEqual(['macro.keys.halved']);
  const { code, stderr } = await dvt(['compile', '--inline', "select {{ var('own') }}"], { cwd });
  expect([code, stderr]).toEqual([2, expect.stringContaining("The variable 'own' is made of itself: own -> own.")]);
});

test('what a macro puts into `context` the next one finds there, in one rendering, as under dbt-core 1.12.6', async () => {
  const cwd = await folderWith({
    ...PROJECT,
    'macros/m.sql': `{% macro keep(word) %}{% set kept = context.get('__KEPT__', []) %}{% do kept.append(word) %}{% do context.update({'__KEPT__': kept}) %}{% endmacro %}
{% macro kept() %}{{ return(context.get('__KEPT__', []) | join(' ')) }}{% endmacro %}`,
    'models/b.sql':
      "{% do keep('one') %}{% do keep('two') %}select '{{ kept() }}' as a, '{{ context['__KEPT__'] | length }}' as b\n",
    'models/c.sql': "select '{{ kept() }}' as a\n",
  });
  expect(await dvt(['compile'], { cwd })).toMatchObject({ code: 0 });
  const compiled = (name: string) => readFile(join(cwd, `target/compiled/keys/models/${name}.sql`), 'utf8');
  expect((await compiled('b')).trim()).toBe("select 'one two' as a, '2' as b");
  expect((await compiled('c')).trim()).toBe("select '' as a");
});
