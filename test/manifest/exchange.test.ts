import { cp, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { dvt } from '../cli/dvt.js';
import { differences } from '../differential/compare.js';

const PROJECT = fileURLToPath(new URL('../differential/projects/exchange', import.meta.url));
const EXPECTED = new URL('./exchange.json', import.meta.url);

type Sections = Readonly<Record<string, Readonly<Record<string, unknown>>>>;

let cwd: string;
let expected: Sections;
let manifest: Sections;
beforeAll(async () => {
  cwd = await mkdtemp(join(tmpdir(), 'dvt-exchange-'));
  await cp(PROJECT, cwd, { recursive: true });
  await writeFile(
    join(cwd, 'profiles.yml'),
    'shop: {target: dev, outputs: {dev: {type: duckdb, path: shop.duckdb}}}\n',
  );
  expect(await dvt(['parse'], { cwd })).toMatchObject({ code: 0 });
  expected = JSON.parse(await readFile(EXPECTED, 'utf8'));
  manifest = JSON.parse(await readFile(join(cwd, 'target/manifest.json'), 'utf8'));
});
afterAll(() => rm(cwd, { recursive: true, force: true }));

/** What dvt adds, and what it leaves out because readers with an older copy of the schema refuse it. */
const APART = [
  /\.created_at$/,
  /\.config\.dvt$/,
  /\.functions$/,
  /^macros\.\S+\.config$/,
  /^nodes\.seed\S+\.root_path$/,
];

/** dbt's own accidents, and what means nothing to anybody. */
const ACCEPTED = [
  // a version's tags before those of its model in `config` alone
  'nodes.model.exchange.versioned.v1.config.tags',
  'nodes.model.exchange.versioned.v1.tags',
  // configs of models in groups
  'groups.group.exchange.finance.config.meta.team',
  'groups.group.exchange.finance.config.persist_docs',
  'selectors.nightly.default',
  // dates of YAML in one form
  'unit_tests.unit_test.exchange.plain.of_values.given',
];

/** With the keys of mappings in order: lists are compared as texts. */
function ordered(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(ordered);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .toSorted(([a], [b]) => (a < b ? -1 : 1))
      .map(([key, item]) => [key, ordered(item)]),
  );
}

/** `disabled` has a list for each id. */
function onlyItems(lists: Sections[string]): Sections[string] {
  return Object.fromEntries(Object.entries(lists).map(([id, list]) => [id, (list as unknown[])[0]]));
}

/** One line a difference. */
function found(section: string): readonly string[] {
  const own = Object.fromEntries(Object.entries(manifest[section]!).filter(([id]) => !/^(macro|doc)\.dbt\./.test(id)));
  const entries = (of: Sections[string]) => ordered(section === 'disabled' ? onlyItems(of) : of);
  return differences(entries(expected[section]!), entries(own), section).filter((line) => {
    const path = line.slice(0, line.indexOf(': '));
    return !APART.some((apart) => apart.test(path));
  });
}

test.each([
  'nodes',
  'sources',
  'macros',
  'docs',
  'exposures',
  'groups',
  'selectors',
  'disabled',
  'parent_map',
  'child_map',
  'group_map',
  'unit_tests',
])('%s of manifest.json are those that dbt-core 1.12.6 writes', (section) => {
  const lines = found(section);
  const others = lines.filter((line) => !ACCEPTED.some((path) => line.startsWith(`${path}: `)));
  expect(others).toEqual([]);
  const accepted = ACCEPTED.filter((path) => path.startsWith(`${section}.`));
  expect(lines.length, 'a difference that is accepted is none').toBe(accepted.length);
});

test('with the manifest of dbt for its state nothing of the project is modified', async () => {
  await mkdir(join(cwd, 'of-dbt'));
  await writeFile(join(cwd, 'of-dbt/manifest.json'), JSON.stringify({ metadata: {}, ...expected }));
  const ls = ['ls', '--quiet', '--state', 'of-dbt', '--select'];
  expect(await dvt([...ls, 'state:modified', 'state:new'], { cwd })).toMatchObject({ code: 0, stdout: '' });
});
