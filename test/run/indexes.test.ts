import { expect, onTestFinished, test } from 'vitest';
import { freshPostgres } from '../servers/index.js';
import { testProject } from './project.js';

test('what configs and hooks index is there once however often it is built, and what a person indexed stays', async () => {
  const database = await freshPostgres();
  onTestFinished(() => database.drop());
  const project = await testProject({
    profile: 'here',
    profiles: { here: { adapter: 'postgres', ...database.profile, schema: 'public' } },
    files: {
      'dvt_project.yml': 'name: shop\nprofile: here\nmodels: {+materialized: table}\n',
      'models/by_config.sql': "{{ config(indexes=[{'columns': ['id'], 'unique': true}]) }} select 1 as id",
      'models/by_hook.sql':
        "{{ config(post_hook=['create index on {{ this }} (id)', 'alter table {{ this }} add primary key (id)']) }} select 1 as id",
      'models/by_hand.sql': 'select 1 as id',
      'seeds/given.csv': 'id\n1\n',
      'seeds/given.yml': 'seeds: [{name: given, config: {indexes: [{columns: [id]}]}}]\n',
    },
  });
  const build = async (...args: string[]): Promise<void> => {
    const { code, output } = await project.dvt('build', ...args);
    expect(code, output).toBe(0);
  };
  const indexes = async () =>
    Object.fromEntries(
      (
        await database.query('select tablename, count(*)::int from pg_indexes group by 1 having tablename !~ $$^pg_$$')
      ).map(([table, count]) => [table, Number(count)]),
    );
  await build();
  await database.query('create index of_a_person on by_hand (id); create index of_another on given (id)');
  await build();
  await build();
  expect(await indexes()).toEqual({ by_config: 1, by_hook: 2, by_hand: 1, given: 2 });
  await build('--full-refresh');
  expect(await indexes()).toEqual({ by_config: 1, by_hook: 2, by_hand: 1, given: 1 });
});
