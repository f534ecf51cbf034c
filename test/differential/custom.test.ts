import { differential } from './differential.js';

differential({
  project: 'custom',
  steps: [
    { args: ['run', '--threads', '1'], compiled: true },
    {
      args: ['run', '--threads', '1'],
      files: { 'models/comments.sql': "select * from {{ ref('counted_model') }} -- a comment at the end" },
    },
    {
      args: ['run', '--select', 'over_ephemerals'],
      files: {
        'macros/table.sql':
          "{% materialization table, adapter='postgres' %}{{ return(own_table(this, sql)) }}{% endmaterialization %}{% materialization table, adapter='duckdb' %}{{ return(own_table(this, sql)) }}{% endmaterialization %}{% macro own_table(this, sql) %}{% set target_relation = this.incorporate(type='view') %}{% do drop_relation_if_exists(load_cached_relation(this)) %}{% call statement('main') %}create view {{ target_relation }} as {{ sql }}{% endcall %}{% do adapter.commit() %}{{ return({'relations': [target_relation]}) }}{% endmacro %}",
      },
    },
  ],
});
