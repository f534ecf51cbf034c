import { differential } from './differential.js';

differential({
  project: 'contracts',
  steps: [
    { args: ['run', '--threads', '1'] },
    { args: ['run', '--threads', '1', '--select', 'table_ok', 'view_ok', 'quoted', 'foreign'] },
    { args: ['run', '--select', 'incremental_ok', '--vars', '{id: 2}'] },
    {
      args: ['run', '--select', 'breaks_not_null'],
      files: { 'models/breaks_not_null.sql': "select cast(7 as integer) as id, cast('x' as varchar) as name" },
    },
    {
      args: ['run', '--select', 'breaks_not_null'],
      files: { 'models/breaks_not_null.sql': "select cast(null as integer) as id, cast('x' as varchar) as name" },
    },
    {
      args: ['run', '--select', 'untyped'],
      files: {
        'models/untyped.sql': 'select 1 as id',
        'models/untyped.yml': 'models: [{name: untyped, config: {contract: {enforced: true}}, columns: [{name: id}]}]',
      },
    },
    {
      args: ['run', '--select', 'untyped'],
      files: { 'models/untyped.yml': 'models: [{name: untyped, config: {contract: {enforced: true}}}]' },
    },
    { args: ['run', '--select', 'parent'], files: { 'models/untyped.yml': null } },
  ],
});
