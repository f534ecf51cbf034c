import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { dvt } from '../cli/dvt.js';
import { folderWith } from '../config/files.js';
import { freshPostgres } from '../servers/index.js';

test('what a hook keeps in graph the nodes find there, and results have to_dict(), as under dbt-core 1.12.6', async () => {
  const cwd = await folderWith({
    'dbt_project.yml': `name: kept
profile: kept
on-run-start: ["{% do graph.setdefault('kept', {}).update({'word': 'from the start'}) %}"]
on-run-end:
  - >-
    {% for r in results %}{{ print(['result', r.to_dict().status, r.node.to_dict().name, r.timing[0].to_dict().name, r.node.name] | join(' ')) }}{% endfor %}
  - "{% for r in results if r.node.resource_type == 'test' %}{{ print(['config', r.node.config.full_refresh is none, r.node.config.materialized, r.node.config.get('other', 'without')] | join(' ')) }}{% endfor %}"
  - "{{ print('kept ' ~ graph.kept.word ~ ' ' ~ graph['kept'].model) }}"
`,
    'profiles.yml': 'kept: {target: dev, outputs: {dev: {type: duckdb, path: k.duckdb}}}\n',
    'tests/t.sql': 'select 1 where false\n',
    'models/m.sql':
      "{% if execute %}{% do graph.setdefault('kept', {}).update({'model': model.name}) %}{% endif %}\nselect '{{ graph.get('kept', {}).get('word') }}' as word, {{ graph.nodes | length }} as nodes\n",
  });
  const { code, stdout } = await dvt(['build'], { cwd });
  expect([code, stdout]).toEqual([0, expect.stringContaining('result success m compile m')]);
  // a configuration of dbt has none where nothing was said: dbt_artifacts asks tests for `full_refresh` so
  expect(stdout).toContain('config True test without');
  expect(stdout).toContain('kept from the start m');
  const compiled = await readFile(join(cwd, 'target/compiled/kept/models/m.sql'), 'utf8');
  expect(compiled.trim()).toBe("select 'from the start' as word, 6 as nodes");
});

test('fromyaml takes a key that stands twice, the last of them, as PyYAML does', async () => {
  const cwd = await folderWith({
    'dbt_project.yml': 'name: twice\nprofile: twice\n',
    'profiles.yml': 'twice: {target: dev, outputs: {dev: {type: duckdb, path: k.duckdb}}}\n',
    'models/m.sql': "select '{{ fromyaml('a: 1\\nb: 2\\na: 3\\nc: {x: 1, x: 2}') | tojson }}' as c\n",
  });
  expect((await dvt(['compile'], { cwd })).code).toBe(0);
  const compiled = await readFile(join(cwd, 'target/compiled/twice/models/m.sql'), 'utf8');
  expect(compiled.trim()).toBe(`select '{"a": 3, "b": 2, "c": {"x": 2}}' as c`);
});

test('what packages store of results and of the graph on PostgreSQL is what dbt-core 1.12.6 gives them', async () => {
  const { profile, drop } = await freshPostgres();
  const cwd = await folderWith({
    'dbt_project.yml': `name: kept
profile: kept
on-run-end:
  - >-
    {% for r in results | sort(attribute='node.name') %}{{ print(tojson([r.node.name, r.node.path, r.node.original_file_path,
    r.status, r.message, r.thread_id, r.adapter_response, (r.node.compiled_code or 'none') | trim, r.node.columns | list])) }}{% endfor %}
    {% for s in graph.sources.values() %}{{ print(tojson([s.database == target.dbname, s.schema, s.path, s.original_file_path])) }}{% endfor %}
    {% for e in graph.exposures.values() %}{{ print(tojson([e.path, e.original_file_path])) }}{% endfor %}
    {% for n in graph.nodes.values() if n.resource_type == 'test' %}{{ print(tojson([n.path, n.original_file_path])) }}{% endfor %}
`,
    'profiles.yml': JSON.stringify({
      kept: {
        target: 'dev',
        outputs: { dev: { ...profile, type: 'postgres', password: "{{ env_var('PG') }}", schema: 'kept', threads: 1 } },
      },
    }),
    'seeds/s.csv': 'a,b\n1,2\n3,4\n',
    'models/sub/v.sql': 'select 1 as id\n',
    'models/sub/m.sql':
      "{{ config(materialized='incremental', incremental_strategy='microbatch', event_time='at', begin='2024-01-01', batch_size='year', unique_key='id') }} select 1 as id, timestamp '2024-03-01' as at\n",
    'models/sub/t.sql': "{{ config(materialized='table') }} select * from (select 2 as two) as x\n",
    'models/sub/s.yml': `sources: [{name: raw, tables: [{name: deep_table}]}]
models: [{name: v, columns: [{name: id, data_tests: [{accepted_values: {arguments: {values: [1], quote: false}}}]}]}]
exposures: [{name: e, type: dashboard, owner: {name: me}}]
`,
  });
  try {
    const { code, stdout, stderr } = await dvt(['build', '--quiet'], { cwd, env: { PG: String(profile['password']) } });
    expect([code, stderr]).toEqual([0, '']);
    const lines = stdout
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line));
    const thread = 'Thread-1 (worker)';
    const tested = 'accepted_values_v_id__False__1';
    expect(lines.filter(([name]) => name !== tested && name !== 'm')).toEqual([
      ['s', 's.csv', 'seeds/s.csv', 'success', 'INSERT 2', thread, said('INSERT 2', 'INSERT', 2), 'none', []],
      ['t', 'sub/t.sql', 'models/sub/t.sql', 'success', 'SELECT 1', thread, said('SELECT 1', 'SELECT', 1), TABLE, []],
      [
        ...['v', 'sub/v.sql', 'models/sub/v.sql', 'success', 'CREATE VIEW', thread],
        ...[said('CREATE VIEW', 'CREATE VIEW', -1), 'select 1 as id', ['id']],
      ],
      [true, 'raw', 'models/sub/s.yml', 'models/sub/s.yml'],
      ['sub/s.yml', 'models/sub/s.yml'],
      [`${tested}.sql`, 'models/sub/s.yml'],
    ]);
    const [, , , , , , ofBatches] = lines.find(([name]) => name === 'm');
    expect(ofBatches).toEqual({});
    const [, path, file, status, message, on, response] = lines.find(([name]) => name === tested);
    expect([path, file, status, message, on]).toEqual([`${tested}.sql`, 'models/sub/s.yml', 'pass', null, thread]);
    expect(response).toEqual(said('SELECT 1', 'SELECT', 1));
  } finally {
    await drop();
  }
});

const TABLE = 'select * from (select 2 as two) as x';

function said(message: string, code: string, rows: number) {
  return { _message: message, code, rows_affected: rows };
}
