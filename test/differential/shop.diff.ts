import { rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { freshPostgres } from '../servers/index.js';
import { type Step, sameUnderBoth } from './compare.js';
import { duckdbRelations, postgresRelations, type Relation } from './database.js';
import { type Tool, tool } from './tool.js';

const ls = (...args: readonly string[]): Step => ({ args: ['ls', '--quiet', ...args], output: true });

const STEPS: readonly Step[] = [
  ls(),
  ls('--output', 'name'),
  ls('--output', 'path'),
  ls('--selector', 'nightly'),
  ls('--select', '+customers', '--exclude', 'tag:staging'),
  ls('--select', 'stg_orders+1'),
  ls('--select', '@stg_orders'),
  ls('--select', 'config.materialized:incremental', 'test_type:singular', 'exposure:*'),
  ls('--select', 'stg_customers', '--indirect-selection', 'cautious'),
  ls('--select', 'stg_customers', '--indirect-selection', 'buildable'),
  ls('--select', 'stg_customers', '--indirect-selection', 'empty'),
  ls('--select', 'source:seeded+', '--resource-type', 'test'),
  ls('--select', 'test_name:at_least', 'config.severity:warn', 'unit_test:*'),
  ls('--resource-type', 'seed', 'snapshot'),
  { args: ['seed'] },
  { args: ['run'] },
  { args: ['test'] },
  { args: ['snapshot'] },
  { args: ['build'] },
  { args: ['run', '--select', 'order_events', '--vars', '{with_extra: true}'] },
  { args: ['run', '--full-refresh', '--select', 'appended', 'order_events'] },
  { args: ['run', '--vars', '{with_broken: true}', '--select', 'broken+', 'paid'] },
  { args: ['retry'] },
  { args: ['test', '--select', 'stg_customers', '--store-failures'] },
  { args: ['run-operation', 'say', '--args', '{what: hello, times: 2}'] },
  { args: ['run-operation', 'no_such_macro'] },
  { args: ['run', '--select', 'nothing_of_this_name'] },
  { args: ['run', '--no-such-option'] },
  { args: ['compile'] },
];

interface Setting {
  readonly name: string;
  profile(tool: Tool['name'], folder: string): Readonly<Record<string, unknown>>;
  relations(tool: Tool): Promise<Record<string, Relation>>;
}

async function settings(): Promise<Record<string, () => Promise<Setting & { drop(): Promise<void> }>>> {
  return {
    duckdb: async () => ({
      name: 'duckdb',
      profile: (_, folder) => ({ type: 'duckdb', path: join(folder, 'shop.duckdb'), threads: 2 }),
      relations: ({ folder }) => duckdbRelations(join(folder, 'shop.duckdb')),
      drop: async () => {},
    }),
    postgres: async () => {
      const { profile, drop } = await freshPostgres();
      return {
        name: 'postgres',
        profile: (name) => ({ type: 'postgres', ...profile, schema: `under_${name}`, threads: 2 }),
        relations: ({ name }) => postgresRelations(profile, `under_${name}`),
        drop,
      };
    },
  };
}

const kinds = await settings();

describe.each(Object.keys(kinds))('the shop on %s', (kind) => {
  let setting: Setting & { drop(): Promise<void> };
  let tools: readonly [Tool, Tool];
  beforeAll(async () => {
    setting = await kinds[kind]!();
    tools = [
      await tool('dbt', 'shop', (folder) => setting.profile('dbt', folder)),
      await tool('dvt', 'shop', (folder) => setting.profile('dvt', folder)),
    ];
  });
  afterAll(async () => {
    await setting.drop();
    await Promise.all(tools.map(({ folder }) => rm(folder, { recursive: true, force: true })));
  });

  for (const [index, step] of STEPS.entries()) {
    test(`${index + 1} ${step.args.join(' ')}`, () => sameUnderBoth(step, tools, setting.relations));
  }

  test('rows that changed come through seeds, snapshots and incremental models alike', async () => {
    for (const { folder } of tools) {
      await writeFile(
        join(folder, 'seeds/raw_orders.csv'),
        'id,customer_id,amount,status,ordered_at\n10,1,19.99,paid,2024-01-01 10:00:00\n14,4,50.00,open,2024-03-02 12:00:00\n15,2,1.00,paid,2024-03-05 00:00:00\n',
      );
    }
    for (const args of [['seed'], ['snapshot'], ['run']]) await sameUnderBoth({ args }, tools, setting.relations);
  });

  test('compiled SQL of every model is the same, blanks aside', async () => {
    const [expected, actual] = await Promise.all(tools.map((one) => one.artifact('manifest.json')));
    const sql = (manifest: Record<string, unknown> | undefined, schema: string) =>
      Object.fromEntries(
        Object.values(manifest!['nodes'] as Record<string, { unique_id: string; compiled_code?: string }>)
          .filter((node) => node.compiled_code !== undefined && /^(model|test|analysis)\./.test(node.unique_id))
          .map((node) => [node.unique_id, node.compiled_code!.replaceAll(schema, 'S').replace(/\s+/g, ' ').trim()]),
      );
    expect(sql(actual, 'under_dvt')).toEqual(sql(expected, 'under_dbt'));
  });

  test('the nodes of both manifests have the same names, fqns, tags, parents and configs', async () => {
    const [expected, actual] = await Promise.all(tools.map((one) => one.artifact('manifest.json')));
    const nodes = (manifest: Record<string, unknown> | undefined) =>
      Object.fromEntries(
        Object.values(manifest!['nodes'] as Record<string, Record<string, unknown>>).map((node) => [
          String(node['unique_id']),
          {
            fqn: node['fqn'],
            path: node['original_file_path'],
            alias: node['alias'],
            tags: [...(node['tags'] as readonly string[])].sort(),
            parents: [...((node['depends_on'] as { nodes?: string[] }).nodes ?? [])].sort(),
            materialized: (node['config'] as { materialized: string }).materialized,
          },
        ]),
      );
    expect(nodes(actual)).toEqual(nodes(expected));
    expect(Object.keys(actual!['sources'] as object).sort()).toEqual(
      Object.keys(expected!['sources'] as object).sort(),
    );
  });
});
