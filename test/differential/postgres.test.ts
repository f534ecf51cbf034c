import { differential } from './differential.js';

const ROLES = ['reader_of_tests', 'writer_of_tests'].map(
  (name) => `do $$ begin create role ${name}; exception when duplicate_object then null; end $$;`,
);

differential({
  project: 'postgres',
  kinds: ['postgres'],
  steps: [
    { args: ['seed'], sql: ROLES.join('\n') },
    { args: ['run', '--threads', '1'] },
    { args: ['snapshot'] },
    { args: ['seed'], files: { 'seeds/given.csv': 'id,name,amount\n1,uno,10\n3,three,30\n' } },
    { args: ['run', '--threads', '1'] },
    { args: ['snapshot'] },
    { args: ['run', '--select', 'refreshed', '--vars', '{more: true, change: continue}'] },
    { args: ['run', '--select', 'refreshed', '--vars', '{more: true, change: fail}'] },
    { args: ['run', '--select', 'refreshed+', '--vars', '{more: true}'] },
    { args: ['run', '--select', 'refreshed', '--full-refresh'] },
    // dbt drops what reads a replaced table; here it is made again.
    { args: ['run', '--select', 'indexed+', 'indexed_incremental+', 'described', '--full-refresh'] },
    { args: ['seed', '--full-refresh'] },
    {
      args: ['run', '--select', 'indexed', 'indexed_incremental', 'on_view', 'described'],
      files: {
        'dbt_project.yml':
          "name: postgres\nversion: '1.0'\nprofile: shop\nmodels: {postgres: {+grants: {select: [writer_of_tests]}}}\n",
      },
    },
  ],
});
