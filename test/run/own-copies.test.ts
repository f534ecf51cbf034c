import { expect, test } from 'vitest';
import { testProject } from './project.js';

/** As dbt_assertions does; what dbt-core 1.12 gives a template is made for it, and the manifest stays as it is. */
test('what a template takes out of model and graph is there for others, and in manifest.json', async () => {
  const taken = `{{ model.columns.id.meta.checks.pop('kept', 'gone') }} {{ model.config.meta.pop('own', 'gone') }}`;
  const project = await testProject({
    profiles: { shop: { adapter: 'duckdb', path: 'shop.duckdb' } },
    profile: 'shop',
    files: {
      'macros/taken.sql': `{% macro taken() %}{% if execute %}${taken}{% endif %}{% endmacro %}`,
      'models/m.sql': "{{ config(meta={'own': 'mine'}) }}\nselect 1 as id, '{{ taken() }} {{ taken() }}' as words",
      'models/n.sql': `select '{% if execute %}{% set m = graph.nodes['model.shop.m'] %}{{ m.columns.id.meta.checks.pop('kept') }}{% endif %}' as word -- {{ ref('m') }}`,
      'models/m.yml': 'models: [{name: m, columns: [{name: id, meta: {checks: {kept: here}}}]}]',
    },
  });
  expect(await project.dvt('run')).toMatchObject({ code: 0 });
  const { nodes } = JSON.parse(await project.read('target/manifest.json'));
  expect(nodes['model.shop.m'].columns.id.meta).toEqual({ checks: { kept: 'here' } });
  expect(nodes['model.shop.m'].config.meta).toEqual({ own: 'mine' });
  expect(nodes['model.shop.m'].compiled_code).toContain("'here mine gone gone'");
  expect(nodes['model.shop.n'].compiled_code).toContain("'here' as word");
});
