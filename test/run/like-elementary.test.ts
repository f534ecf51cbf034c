import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { dvt } from '../cli/dvt.js';
import { folderWith } from '../config/files.js';

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
