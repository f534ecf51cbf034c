import { cp, mkdir, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { stopDbt } from './dbt.js';
import { type Tool, tool } from './tool.js';

/** Artifacts of one tool in the hands of the other: a team that moves has both for a while. */
const tools = new Map<Tool['name'], Tool>();
const NAMES = ['dbt', 'dvt'] as const;
const SUB_SELECTORS = [
  'new',
  'modified',
  'modified.body',
  'modified.configs',
  'modified.relation',
  'modified.persisted_descriptions',
  'modified.macros',
  'modified.contract',
];
const PATIENCE = 600_000;

const one = (name: Tool['name']): Tool => tools.get(name)!;

beforeAll(async () => {
  for (const name of NAMES) {
    const made = await tool(name, 'exchange', (folder) => ({ type: 'duckdb', path: join(folder, 'shop.duckdb') }));
    const output = { type: 'duckdb', path: join(made.folder, 'shop.duckdb') };
    const outputs = { dev: output, ci: { ...output, schema: 'ci' } };
    await made.write({ 'profiles.yml': JSON.stringify({ shop: { target: 'dev', outputs } }) });
    tools.set(name, made);
  }
  // dbt compares the text of its own macros too: dvt takes it from what dbt wrote into the same folder.
  await succeeds('dbt', 'parse');
  await mkdir(join(one('dvt').folder, 'target'));
  await cp(join(one('dbt').folder, 'target/manifest.json'), join(one('dvt').folder, 'target/manifest.json'));
  await succeeds('dvt', 'parse');
  for (const of of NAMES)
    for (const to of NAMES)
      await cp(join(one(of).folder, 'target/manifest.json'), join(one(to).folder, `of-${of}/manifest.json`));
}, PATIENCE);
afterAll(async () => {
  for (const made of tools.values()) await made.remove();
  stopDbt();
});

async function succeeds(name: Tool['name'], ...args: readonly string[]): Promise<string> {
  const { code, stdout, stderr } = await one(name).run(args);
  expect(code, `${name} ${args.join(' ')}\n${stdout}${stderr}`).toBe(0);
  return stdout;
}

/** What a tool selects with the state that one of the two wrote. */
async function selected(name: Tool['name'], criterion: string, of: Tool['name']): Promise<readonly string[]> {
  const args = ['--quiet', '--select', `state:${criterion}`, '--state', `of-${of}`];
  const stdout = await succeeds(name, 'ls', ...args);
  return stdout
    .split('\n')
    .filter((line) => /^[\w:]+\./.test(line))
    .sort();
}

describe('nothing was changed', () => {
  for (const criterion of SUB_SELECTORS) {
    test(`state:${criterion} selects nothing, whoever wrote the state`, async () => {
      for (const name of NAMES)
        for (const of of NAMES) expect(await selected(name, criterion, of), `${name} of ${of}`).toEqual([]);
    });
  }

  test('state:old and state:unmodified are everything', async () => {
    for (const criterion of ['old', 'unmodified']) {
      const all = await selected('dbt', criterion, 'dbt');
      expect(all.length).toBeGreaterThan(40);
      expect(await selected('dbt', criterion, 'dvt')).toEqual(all);
      expect(await selected('dvt', criterion, 'dbt')).toEqual(all);
    }
  });
});

/** Writes a file of both projects, which are parsed anew: what dbt keeps of the one before makes it select more, and less. */
async function edit(path: string, content: string): Promise<void> {
  for (const name of NAMES) {
    await one(name).write({ [path]: content });
    await rm(join(one(name).folder, 'target/partial_parse.msgpack'), { force: true });
  }
}

type Replacement = readonly [path: string, before: string, after: string];

/** One change of each kind. */
const CHANGES: readonly (readonly [title: string, replacement: Replacement])[] = [
  ['the body of a model', ['models/plain.sql', '1 as one', '2 as one']],
  ['the layout of a model', ['models/plain.sql', '1 as one', '1  as\n one']],
  ['a config of a static model', ['models/plain.sql', "'two'", "'three'"]],
  ['a config that is computed', ['models/computed.sql', "['id']", "['id', 'x']"]],
  ['what a computed config reads', ['dbt_project.yml', 'mark: first', 'mark: second']],
  ['an alias', ['models/computed.sql', "'computed_'", "'other_'"]],
  ['a config of YAML', ['models/schema.yml', 'on_schema_change: append_new_columns', 'on_schema_change: ignore']],
  ['a tag of YAML', ['models/schema.yml', 'tags: [yaml]', 'tags: [yaml, more]']],
  ['a config of the project file', ['dbt_project.yml', '+schema: area', '+schema: other']],
  ['a description that is persisted', ['models/schema.yml', "its 'name'", 'its name']],
  ['a docs block', ['models/docs.md', 'The number', 'That number']],
  [
    'a column more in a contract',
    ['models/schema.yml', '{name: amount,', '{name: more, data_type: integer}\n      - {name: amount,'],
  ],
  ['a constraint of a column', ['models/schema.yml', 'type: not_null, warn_unenforced: false', 'type: not_null']],
  ['a constraint of a model', ['models/schema.yml', 'expression: "id > 0"', 'expression: "id > 1"']],
  ['a macro', ['macros/macros.sql', '* 2', '* 3']],
  ['a macro that another calls, and a test of the project', ['tests/generic/positive.sql', '<= 0', '<= 1']],
  ['a generic test', ['models/schema.yml', 'error_if: ">2"', 'error_if: ">3"']],
  ['a singular test', ['tests/no_big.sql', '10 * 10', '10 * 11']],
  ['a seed', ['seeds/letters.csv', '2,b', '2,c']],
  ['the blanks around a seed', ['seeds/letters.csv', 'id,letter', '\n\nid,letter']],
  ['a snapshot', ['snapshots/blocks.sql', "strategy='check'", "strategy='check', dbt_valid_to_current='now()'"]],
  ['a snapshot of YAML', ['models/macros.yml', 'check_cols: [letter]', 'check_cols: [letter, one]']],
  ['rows of a unit test', ['models/schema.yml', 'id: 1, letter: null', 'id: 1.0, letter: null']],
  ['the description of a unit test', ['models/schema.yml', 'not in its checksum', 'no part of it']],
  ['a fixture', ['tests/fixtures/given_rows.csv', '2,', '3,']],
  ['the freshness of a source', ['models/sources.yml', 'count: 1', 'count: 2']],
  ['the tags of a source in the project file', ['dbt_project.yml', '+tags: [ignored]', '+tags: [other]']],
  ['the owner of an exposure', ['models/sources.yml', 'name: Ada', 'name: Eva']],
  ['an analysis', ['analyses/look.sql', 'count(*)', 'sum(id)']],
  ['a hook', ['dbt_project.yml', 'select 1 as', 'select 2 as']],
  ['another group', ['models/schema.yml', 'config: {group: finance, ', 'config: {']],
];

describe.each(CHANGES)('after a change of %s', (_, [path, was, is]) => {
  let before = '';
  beforeAll(async () => {
    before = await readFile(join(one('dbt').folder, path), 'utf8');
    expect(before).toContain(was);
    await edit(path, before.replace(was, is));
  });
  afterAll(() => edit(path, before));

  test(
    'both select what dbt selects with a state of its own',
    async () => {
      for (const criterion of SUB_SELECTORS) {
        const expected = await selected('dbt', criterion, 'dbt');
        expect(await selected('dbt', criterion, 'dvt'), `dbt, state:${criterion} of dvt`).toEqual(expected);
        expect(await selected('dvt', criterion, 'dbt'), `dvt, state:${criterion} of dbt`).toEqual(expected);
      }
    },
    PATIENCE,
  );
});

test(
  'each defers to what the other published',
  async () => {
    for (const name of NAMES) {
      const other = NAMES.find((of) => of !== name)!;
      await rm(join(one(name).folder, 'target/compiled'), { recursive: true, force: true });
      await succeeds(name, 'compile', '--target', 'ci', '--select', 'windows', '--defer', '--state', `of-${other}`);
      const sql = await readFile(join(one(name).folder, 'target/compiled/exchange/models/windows.sql'), 'utf8');
      expect(sql).toMatch(/from "?shop"?\."?main"?\."?plain"?/);
    }
  },
  PATIENCE,
);
