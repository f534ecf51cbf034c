import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import type { ManifestNode } from '#dvt/spi/node.js';
import { loadProject } from '../projects/load-project.js';

const FIXTURES = fileURLToPath(new URL('../fixtures/projects/', import.meta.url));

interface Expected {
  readonly nodes: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
  readonly sources: Readonly<Record<string, unknown>>;
  readonly exposures: Readonly<Record<string, unknown>>;
  readonly unit_tests: Readonly<Record<string, unknown>>;
  readonly groups: readonly string[];
  readonly docs: Readonly<Record<string, string>>;
  readonly macros: Readonly<Record<string, unknown>>;
  readonly disabled: readonly string[];
  readonly child_map: Readonly<Record<string, readonly string[]>>;
}

/** What real dbt says of the same project: `dbt-manifest.py` writes expected.json. */
describe.each(['dbt-kinds', 'dbt-packages'])('%s has the manifest that dbt makes of it', async (fixture) => {
  const expected = JSON.parse(await readFile(join(FIXTURES, fixture, 'expected.json'), 'utf8')) as Expected;
  const { manifest } = await loadProject(fixture);

  test('nodes', () => {
    expect([...manifest.nodes.keys()].sort()).toEqual(Object.keys(expected.nodes).sort());
  });

  test.each(Object.keys(expected.nodes))('%s', (id) => {
    expect(factsOf(manifest.nodes.get(id)!)).toEqual(expectedFacts(expected.nodes[id]!));
  });

  test('sources, exposures, unit tests, groups, docs and macros', () => {
    expect(
      mapped(manifest.sources, (source) => ({
        fqn: source.fqn,
        schema: source.relation.schema,
        identifier: source.relation.identifier,
        freshness: source.freshness && {
          warn_after: source.freshness.warnAfter,
          error_after: source.freshness.errorAfter,
          filter: source.freshness.filter,
        },
        loaded_at_field: source.loadedAtField,
        loaded_at_query: source.loadedAtQuery,
        tags: source.tags,
        meta: source.meta,
        description: source.description,
        source_description: source.sourceDescription,
      })),
    ).toEqual(expected.sources);
    expect(
      mapped(manifest.exposures, ({ fqn, tags, dependsOn }) => ({ fqn, tags, depends_on: dependsOn.toSorted() })),
    ).toEqual(expected.exposures);
    expect(mapped(manifest.unitTests, ({ fqn, tags }) => ({ fqn, tags }))).toEqual(expected.unit_tests);
    expect([...manifest.groups.keys()].sort()).toEqual(expected.groups);
    expect(mapped(manifest.docs, ({ contents }) => contents)).toEqual(expected.docs);
    const own = new Map([...manifest.macros].filter(([, macro]) => macro.packageName !== 'dbt'));
    expect(
      mapped(own, ({ description, path, arguments: args, macroDependsOn }) => ({
        description,
        depends_on: macroDependsOn.toSorted(),
        ...(!/(^|\/)tests\//.test(path) && { arguments: args }),
      })),
    ).toEqual(expected.macros);
  });

  test('what is disabled, and who depends on whom', () => {
    expect([...manifest.disabled.keys()].sort()).toEqual(expected.disabled);
    // dvt counts the inputs of unit tests as parents too.
    const children = Object.fromEntries([...manifest.children].map(([id, ids]) => [id, [...ids].sort()]));
    for (const [id, ids] of Object.entries(expected.child_map))
      expect(children[id]).toEqual(expect.arrayContaining([...ids]));
  });
});

function mapped<T>(items: ReadonlyMap<string, T>, map: (item: T) => unknown): Record<string, unknown> {
  return Object.fromEntries([...items].map(([id, item]) => [id, map(item)]));
}

const TESTS_WITHOUT_RELATION = { alias: undefined, schema: undefined };

function factsOf(node: ManifestNode): Record<string, unknown> {
  const { raw } = node.config;
  const { relation } = node;
  const model = node.kind === 'model' ? node : null;
  const generic = node.kind === 'test' ? node.generic : null;
  return {
    fqn: node.fqn,
    alias: relation?.identifier,
    schema: relation?.schema,
    tags: new Set(node.tags),
    meta: node.meta,
    group: node.group,
    access: model?.access ?? null,
    version: model?.version ?? null,
    latest_version: model?.latestVersion ?? null,
    deprecation_date: model?.deprecationDate ?? null,
    description: node.description,
    attached_node: generic?.attachedNode ?? null,
    column_name: generic?.column ?? null,
    sources: node.sources,
    raw_code: node.rawCode.trim(),
    columns: Object.fromEntries(node.columns.map((column) => [column.name, column.description])),
    config: withoutEmpty({ ...raw, 'pre-hook': raw['pre_hook'], 'post-hook': raw['post_hook'] }, node.kind === 'test'),
    depends_on: node.dependsOn.toSorted(),
    refs: new Set(
      node.refs.map(({ name, package: packageName, version }) => ({ name, package: packageName, version })),
    ),
  };
}

function expectedFacts(facts: Readonly<Record<string, unknown>>): Record<string, unknown> {
  const config = facts['config'] as Record<string, unknown>;
  const isTest = config['materialized'] === 'test';
  const published = !(isTest && config['store_failures'] !== true) && facts['fqn'] && hasRelation(facts);
  const date = facts['deprecation_date'] as string | null | undefined;
  return {
    ...facts,
    ...(published ? {} : TESTS_WITHOUT_RELATION),
    tags: new Set(facts['tags'] as string[]),
    access: facts['access'] ?? null,
    group: facts['group'] ?? null,
    version: facts['version'] ?? null,
    latest_version: facts['latest_version'] ?? null,
    deprecation_date: date == null ? null : date.slice(0, 10),
    attached_node: facts['attached_node'] ?? null,
    column_name: facts['column_name'] ?? null,
    sources: facts['sources'] ?? [],
    raw_code: String(facts['raw_code']).trim(),
    config: withoutEmpty(config, isTest),
    refs: new Set(facts['refs'] as unknown[]),
  };
}

function hasRelation(facts: Readonly<Record<string, unknown>>): boolean {
  const fqn = facts['fqn'] as string[];
  return fqn[1] !== 'analysis' && fqn[1] !== 'hooks';
}

/** dbt writes configs that nobody set as null or empty, and the alias of a long test's name for all of its tests. */
function withoutEmpty(config: Readonly<Record<string, unknown>>, isTest: boolean): Record<string, unknown> {
  const skipped = new Set(['pre_hook', 'post_hook', 'tags', ...(isTest ? ['severity'] : [])]);
  const entries = Object.entries(config).filter(([key, value]) => !skipped.has(key) && !isEmpty(value));
  const severity = isTest ? { severity: String(config['severity']).toLowerCase() } : {};
  return { ...Object.fromEntries(entries), ...severity };
}

function isEmpty(value: unknown): boolean {
  if (value === null || value === undefined) return true;
  // Also a mapping that dbt-core has since 1.12, of which nobody set anything.
  return typeof value === 'object' && Object.values(value).every(isEmpty);
}
