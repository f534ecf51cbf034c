import { differential } from './differential.js';

differential({
  project: 'hooks',
  steps: [
    { args: ['seed'] },
    { args: ['run', '--threads', '1'] },
    { args: ['run', '--threads', '1'], files: { 'seeds/given.csv': 'id,name\n1,uno\n3,three\n' } },
    { args: ['build', '--threads', '1'] },
    { args: ['run', '--threads', '1', '--full-refresh', '--select', 'incremental_with_hooks'] },
    {
      args: [
        'run',
        '--threads',
        '1',
        '--vars',
        '{broken: true}',
        '--select',
        'hook_fails',
        'pre_hook_fails',
        'empty_hook',
      ],
    },
    { args: ['test'] },
    {
      args: ['run', '--select', 'empty_hook'],
      files: {
        'macros/note.sql':
          '{% macro note(moment, what) %}select 1{% endmacro %}{% macro note_results(results) %}insert into no_such_table values (1){% endmacro %}{% macro rows_of(relation) %}{% endmacro %}',
      },
    },
    {
      args: ['run', '--select', 'empty_hook'],
      files: {
        'macros/note.sql':
          '{% macro note(moment, what) %}insert into no_such_table values (1){% endmacro %}{% macro note_results(results) %}{% endmacro %}{% macro rows_of(relation) %}{% endmacro %}',
      },
    },
  ],
});
