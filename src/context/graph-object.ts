import { pathInFolder } from '../core/dbt-path.js';
import { pathInPackage } from '../core/package-path.js';
import { HostObject, type Value } from '../jinja/index.js';
import type { Exposure, Group, Manifest, UnitTest } from '../spi/manifest.js';
import type { Freshness, FreshnessAge, SourceNode } from '../spi/node.js';
import { mapView } from './lazy-dict.js';
import { columnEntry, createdAt, manifestNodeObject, type NodeFacts } from './node-object.js';
import { ownCopy } from './own-copy.js';

/**
 * `graph`: the manifest as dbt's dicts, made when a template asks for it. One serves a whole command, as in dbt: packages
 * keep in it what a hook at the start has for the tests that follow.
 */
export function graphObject(manifest: Manifest, facts: NodeFacts): HostObject {
  const parts: Readonly<Record<string, () => Value>> = {
    nodes: () =>
      entries(new Map([...manifest.nodes, ...manifest.testsWithoutInput]), (node) => manifestNodeObject(node, facts)),
    sources: () => entries(manifest.sources, (source) => ownCopy(sourceObject(source, facts))),
    exposures: () => entries(manifest.exposures, (exposure) => ownCopy(exposureObject(exposure, facts))),
    groups: () => entries(manifest.groups, (group) => ownCopy(groupObject(group, facts))),
    metrics: () => new Map(),
    unit_tests: () => entries(manifest.unitTests, (test) => ownCopy(unitTestObject(test, facts))),
    functions: () => new Map(),
    semantic_models: () => new Map(),
    saved_queries: () => new Map(),
  };
  const made = new Map<string, Value>();
  const part = (name: string): Value | undefined => {
    if (!Object.hasOwn(parts, name)) return undefined;
    if (!made.has(name)) made.set(name, parts[name]!());
    return made.get(name);
  };
  let all: Map<Value, Value> | null = null;
  const whole = () => {
    all ??= new Map<Value, Value>(Object.keys(parts).map((name) => [name, part(name)]));
    return all;
  };
  const get = (name: string): Value | undefined => (all === null ? part(name) : all.get(name));
  return new HostObject({
    typeName: 'dict',
    dict: () => mapView(whole()),
    getAttribute: get,
    getItem: (key) => get(String(key)),
    attributeNames: () => Object.keys(parts),
  });
}

function entries<T>(from: ReadonlyMap<string, T>, show: (entry: T) => Value): Map<string, Value> {
  return new Map([...from].map(([id, entry]) => [id, show(entry)]));
}

function sourceObject(source: SourceNode, facts: NodeFacts): Value {
  const relation = facts.place(source) ?? source.relation;
  const path = ownPath(source, facts);
  const freshness = freshnessObject(source.freshness);
  const { meta: _meta, tags: _tags, ...config } = source.config;
  return {
    unique_id: source.id,
    resource_type: 'source',
    name: source.name,
    source_name: source.sourceName,
    package_name: source.packageName,
    path,
    original_file_path: path,
    fqn: [...source.fqn],
    description: source.description,
    source_description: source.sourceDescription,
    loader: source.loader,
    identifier: relation.identifier,
    database: relation.database,
    schema: relation.schema,
    columns: Object.fromEntries(source.columns.map((column) => [column.name, columnEntry(column)])),
    tags: [...source.tags],
    meta: source.meta,
    source_meta: source.sourceMeta,
    config: {
      enabled: true,
      event_time: null,
      freshness,
      loaded_at_field: null,
      loaded_at_query: null,
      ...config,
      meta: source.meta,
      tags: [...source.tags],
      static_analysis: null,
    },
    freshness,
    loaded_at_field: source.loadedAtField,
    loaded_at_query: source.loadedAtQuery,
    quoting: { database: null, schema: null, identifier: null, ...source.ownQuoting, column: null },
    external: source.external,
    patch_path: null,
    unrendered_config: source.unrendered.config,
    unrendered_database: source.unrendered.database,
    unrendered_schema: source.unrendered.schema,
    doc_blocks: [...source.docBlocks],
    relation_name: facts.relationName(source),
    created_at: createdAt(facts),
  };
}

/** A path as the package has it. */
function ownPath(item: { readonly packageName: string; readonly path: string }, { packageRoots }: NodeFacts): string {
  return pathInPackage(item.path, packageRoots.get(item.packageName) ?? '');
}

function freshnessObject(freshness: Freshness | null): Value {
  const age = (given: FreshnessAge | null | undefined) => ({
    count: given?.count ?? null,
    period: given?.period ?? null,
  });
  return {
    warn_after: age(freshness?.warnAfter),
    error_after: age(freshness?.errorAfter),
    filter: freshness?.filter ?? null,
  };
}

/** dbt's owners have their address first. */
function ownerObject({ email = null, name = null, ...more }: Readonly<Record<string, unknown>>): Value {
  return { email, name, ...more };
}

function unitTestObject({ id, packageName, testedNode, ...test }: UnitTest, facts: NodeFacts): Value {
  const path = ownPath({ packageName, path: test.path }, facts);
  return {
    unique_id: id,
    resource_type: 'unit_test',
    package_name: packageName,
    path: pathInFolder(path),
    original_file_path: path,
    name: test.name,
    model: test.model,
    description: test.description,
    fqn: [...test.fqn],
    depends_on: { nodes: [testedNode], macros: [] },
    checksum: test.checksum,
    created_at: createdAt(facts),
    config: { static_analysis: null, tags: [...test.tags], meta: test.meta, enabled: true },
  };
}

function exposureObject(exposure: Exposure, facts: NodeFacts): Value {
  const {
    id,
    packageName,
    kind,
    path: _path,
    location: _location,
    dependsOn,
    refs,
    sources,
    owner,
    unrenderedConfig,
    ...shown
  } = exposure;
  const path = ownPath(exposure, facts);
  return {
    ...shown,
    owner: ownerObject(owner),
    unique_id: id,
    resource_type: kind,
    unrendered_config: { ...unrenderedConfig },
    metrics: [],
    created_at: createdAt(facts),
    package_name: packageName,
    path: pathInFolder(path),
    original_file_path: path,
    refs: refs.map(({ name, package: from, version }) => ({ name, package: from, version })),
    sources: sources.map(([source, table]) => [source, table]),
    depends_on: { nodes: [...dependsOn], macros: [] },
  };
}

function groupObject({ id, name, packageName, description, owner, config, ...group }: Group, facts: NodeFacts): Value {
  const path = ownPath({ packageName, path: group.path }, facts);
  const place = { path: pathInFolder(path), original_file_path: path, package_name: packageName };
  return {
    unique_id: id,
    resource_type: 'group',
    name,
    description: description === '' ? null : description,
    owner: ownerObject(owner),
    config: { meta: {}, ...config },
    ...place,
  };
}
