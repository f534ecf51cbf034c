import { expect, onTestFinished, test } from 'vitest';
import { freshMysql, freshPostgres } from '../servers/index.js';
import { testProject } from './project.js';

/** A reader of `open` and of `partly.id`, with models that read these and models that may not. */
async function statuses(
  far: Record<string, unknown>,
): Promise<{ failed: Record<string, string>; passed: string[]; output: string }> {
  const tables = ['open', 'partly', 'closed'].map((name) => `{name: ${name}}`).join(', ');
  const project = await testProject({
    profile: 'near',
    profiles: { near: { adapter: 'sqlite', path: 'near.sqlite' }, far },
    files: {
      'models/sources.yml': `sources: [{name: far, profile: far, tables: [${tables}]}]\n`,
      'models/reads_open.sql': "select * from {{ source('far', 'open') }}",
      'models/reads_id.sql': "select id from {{ source('far', 'partly') }}",
      'models/reads_all.sql': "select * from {{ source('far', 'partly') }}",
      'models/reads_closed.sql': "select * from {{ source('far', 'closed') }}",
    },
  });
  const { output } = await project.dvt('run', '--threads', '4');
  const { results } = JSON.parse(await project.read('target/run_results.json')) as {
    results: { unique_id: string; status: string; message: string }[];
  };
  const named = results.map(({ unique_id: id, ...rest }) => ({ name: id.split('.').at(-1)!, ...rest }));
  return {
    failed: Object.fromEntries(
      named.filter(({ status }) => status !== 'success').map(({ name, message }) => [name, message]),
    ),
    output,
    passed: named.flatMap(({ name, status }) => (status === 'success' ? [name] : [])).toSorted(),
  };
}

const TABLES = ['open', 'partly', 'closed'];

test('PostgreSQL: what may not be read fails the models that read it, and no others', async () => {
  const server = await freshPostgres();
  const user = `reader of ${server.profile['database']}`;
  onTestFinished(async () => {
    await server.query(`drop owned by "${user}"; drop role "${user}"`);
    await server.drop();
  });
  for (const table of TABLES) await server.query(`create table ${table} as select 1 as id, 'x' as secret`);
  await server.query(`create role "${user}" login password 'let me in'; grant usage on schema public to "${user}";
    grant select on open to "${user}"; grant select (id) on partly to "${user}"`);
  const far = { adapter: 'postgres', ...server.profile, user, password: 'let me in' };
  const { failed, passed } = await statuses(far);
  expect(passed).toEqual(['reads_id', 'reads_open']);
  expect(failed).toEqual({
    reads_all: expect.stringContaining('may not read the column secret of'),
    reads_closed: expect.stringContaining('may not read "public"."closed"'),
  });
});

test('MariaDB: what may not be read fails the models that read it, and no others', async () => {
  const server = await freshMysql();
  const user = `r_${String(server.profile['database'])}`.slice(0, 32);
  onTestFinished(async () => {
    await server.query(`drop user '${user}'@'%'`);
    await server.drop();
  });
  for (const table of TABLES) await server.query(`create table ${table} as select 1 as id, 'x' as secret`);
  await server.query(`create user '${user}'@'%' identified by 'let me in'`);
  await server.query(`grant select on open to '${user}'@'%'`);
  await server.query(`grant select (id) on partly to '${user}'@'%'`);
  const { failed, passed, output } = await statuses({
    adapter: 'mysql',
    ...server.profile,
    user,
    password: 'let me in',
  });
  // The catalog hides the other column: what `*` is there can be told, and no more.
  expect(passed).toEqual(['reads_all', 'reads_id', 'reads_open']);
  expect(Object.keys(failed)).toEqual(['reads_closed']);
  expect(output).toMatch(/read by reads_(all, reads_id|id, reads_all) /);
  expect(output.match(/partly: the user may read some of its columns only/g)).toHaveLength(1);
  expect(failed['reads_closed']).toMatch(/closed.*(denied|may not be read)/);
});
