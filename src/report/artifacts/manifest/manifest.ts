import { hash } from 'node:crypto';
import { pathInPackage } from '../../../core/package-path.js';
import type { Exposure, Manifest, UnitTest } from '../../../spi/manifest.js';
import type { ManifestNode, SourceNode } from '../../../spi/node.js';
import type { RelationName } from '../../../spi/relation.js';
import { type ArtifactSource, metadata } from '../metadata.js';
import type { DbtMacros } from './dbt-macros.js';
import { docEntry, exposureEntry, groupEntry, macroEntry, selectorEntry, unitTestEntry } from './declared-entries.js';
import { nodeEntry } from './node-entry.js';
import { sourceEntry } from './source-entry.js';

/** What the manifest of dvt does not hold itself. */
export interface ManifestFacts extends ArtifactSource {
  /** of the project's own target */
  readonly adapterType: string;
  /** a relation as its own database spells it; null for an ephemeral model */
  readonly relationName: (node: ManifestNode | SourceNode) => string | null;
  /** the complete name of a source's relation; null where its connection has mistakes */
  readonly place: (source: SourceNode) => RelationName | null;
  /** as the manifest has them */
  readonly packageRoots: Manifest['packageRoots'];
  /** dbt's own macros in the place of dvt's; null: they are not known */
  readonly dbtMacros: DbtMacros | null;
  /** the nodes that were compiled, by id: SQL, and the file that it is in, relative to the project */
  readonly compiled: ReadonlyMap<string, { readonly sql: string; readonly path: string }>;
}

type Entry = Readonly<Record<string, unknown>>;

/** One mapping of `manifest.json`. Its entries are made as they are asked for: those of a large project fill the memory. */
export interface ManifestSection {
  readonly name: string;
  readonly entries: Iterable<readonly [key: string, value: unknown]>;
}

/**
 * `manifest.json` in dbt's schema v12 (https://schemas.getdbt.com/dbt/manifest/v12.json). Connection and route are in each
 * node's `config`, under `dvt`, where the schema leaves room. What v12 has only since dbt-core 1.11 and would be empty here
 * (`functions`, `quoting` of the project, `config` of macros) is left out: readers with an older copy of v12 refuse it.
 */
export function manifestArtifact(manifest: Manifest, facts: ManifestFacts): Entry {
  const sections = manifestSections(manifest, facts).map(({ name, entries }) => [name, Object.fromEntries(entries)]);
  return { metadata: manifestMetadata(manifest, facts), ...Object.fromEntries(sections) };
}

/** The `metadata` of `manifest.json`. */
export function manifestMetadata(manifest: Manifest, facts: ManifestFacts): Entry {
  return {
    ...metadata('manifest/v12', facts),
    // A dbt of another version reads all configs of a manifest anew, and finds some of them modified.
    ...(facts.dbtMacros !== null && { dbt_version: facts.dbtMacros.version }),
    project_name: manifest.projectName,
    // To dbt's tools a project is the same where its name is.
    project_id: hash('md5', manifest.projectName),
    user_id: null,
    send_anonymous_usage_stats: false,
    adapter_type: facts.adapterType,
  };
}

/** `manifest.json` without its metadata: the same for every invocation over the same manifest. */
export function manifestSections(manifest: Manifest, facts: ManifestFacts): readonly ManifestSection[] {
  // As dbt has it: such tests are among the others.
  const nodes = [...manifest.nodes.values(), ...manifest.testsWithoutInput.values()];
  const sources = [...manifest.sources.values()];
  const exposures = [...manifest.exposures.values()];
  const unitTests = [...manifest.unitTests.values()];
  const parents = new Map<string, readonly string[]>([
    ...nodes.map((node) => [node.id, node.dependsOn.toSorted()] as const),
    ...sources.map((source) => [source.id, []] as const),
    ...exposures.map((exposure) => [exposure.id, exposure.dependsOn.toSorted()] as const),
    ...unitTests.map((test) => [test.id, [test.testedNode]] as const),
  ]);
  return [
    { name: 'nodes', entries: byId(nodes, (node) => nodeEntry(node, facts)) },
    { name: 'sources', entries: byId(sources, (node) => itemEntry(node, facts)) },
    { name: 'macros', entries: macroEntries(manifest, facts) },
    { name: 'docs', entries: byId(manifest.docs.values(), (doc) => docEntry(inPackage(doc, facts))) },
    { name: 'exposures', entries: byId(exposures, (exposure) => itemEntry(exposure, facts)) },
    { name: 'metrics', entries: [] },
    { name: 'groups', entries: byId(manifest.groups.values(), (group) => groupEntry(inPackage(group, facts))) },
    { name: 'selectors', entries: [...manifest.selectors.values()].map((one) => [one.name, selectorEntry(one)]) },
    { name: 'disabled', entries: disabledEntries(manifest, facts) },
    { name: 'parent_map', entries: parents },
    { name: 'child_map', entries: childMap(parents) },
    { name: 'group_map', entries: groupMap(manifest) },
    { name: 'saved_queries', entries: [] },
    { name: 'semantic_models', entries: [] },
    {
      name: 'unit_tests',
      entries: byId(unitTests, (test) => unitTestEntry(inPackage(test, facts), schemaOf(manifest, test))),
    },
  ];
}

/** dbt's own in the place of dvt's of the same names. */
function* macroEntries({ macros }: Manifest, facts: ManifestFacts): ManifestSection['entries'] {
  const replaced = facts.dbtMacros?.macros ?? {};
  const own = [...macros.values()].filter(({ id }) => !Object.hasOwn(replaced, id));
  yield* byId(own, (macro) => macroEntry(inPackage(macro, facts)));
  yield* Object.entries(replaced);
}

function* disabledEntries({ disabled }: Manifest, facts: ManifestFacts): ManifestSection['entries'] {
  for (const [id, items] of disabled) yield [id, items.map((item) => itemEntry(item, facts))];
}

/** Anything that can be selected as `manifest.json` has it. */
export function itemEntry(item: ManifestNode | SourceNode | Exposure | UnitTest, facts: ManifestFacts): Entry {
  switch (item.kind) {
    case 'source':
      return sourceEntry(inPackage(item, facts), facts);
    case 'exposure':
      return exposureEntry(inPackage(item, facts));
    case 'unit_test':
      return unitTestEntry(inPackage(item, facts), null);
    default:
      return nodeEntry(item, facts);
  }
}

/** The schema of the model that a unit test is of. */
function schemaOf({ nodes }: Manifest, { testedNode }: UnitTest): string | null {
  return nodes.get(testedNode)?.namespace.schema ?? null;
}

/** To dbt the inputs of a unit test are none of its parents. */
function childMap(parents: ReadonlyMap<string, readonly string[]>): ManifestSection['entries'] {
  const children = new Map<string, string[]>([...parents.keys()].map((id) => [id, []]));
  for (const [id, read] of parents) for (const parent of read) children.get(parent)?.push(id);
  for (const ids of children.values()) ids.sort();
  return children;
}

interface Placed {
  readonly packageName: string;
  readonly path: string;
  readonly patchPath?: string | null;
}

/** With the paths that dbt has: those within its package. */
function inPackage<T extends Placed>(item: T, { packageRoots }: ManifestFacts): T {
  const root = packageRoots.get(item.packageName) ?? '';
  const { path, patchPath } = item;
  return {
    ...item,
    path: pathInPackage(path, root),
    ...(patchPath != null && { patchPath: pathInPackage(patchPath, root) }),
  };
}

/** Names of groups, each with the ids of its nodes. */
function groupMap({ groups, nodes }: Manifest): ManifestSection['entries'] {
  const members = new Map<string, string[]>([...groups.values()].map((group) => [group.name, []]));
  for (const node of nodes.values()) if (node.group !== null) members.get(node.group)?.push(node.id);
  return members;
}

function* byId<T extends { readonly id: string }>(
  items: Iterable<T>,
  entry: (item: T) => Entry,
): ManifestSection['entries'] {
  for (const item of items) yield [item.id, entry(item)];
}
