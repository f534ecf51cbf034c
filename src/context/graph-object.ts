import { HostObject, type Value } from '../jinja/index.js';
import type { Exposure, Group, Manifest } from '../spi/manifest.js';
import type { SourceNode } from '../spi/node.js';
import { mapView } from './lazy-dict.js';
import { columnEntry, manifestNodeObject } from './node-object.js';

/** `graph`: the manifest as dbt's dicts, made when a template asks for it. */
export function graphObject(manifest: Manifest): HostObject {
  const parts: Readonly<Record<string, () => Value>> = {
    nodes: () => entries(manifest.nodes, manifestNodeObject),
    sources: () => entries(manifest.sources, sourceObject),
    exposures: () => entries(manifest.exposures, exposureObject),
    groups: () => entries(manifest.groups, groupObject),
    macros: () =>
      entries(manifest.macros, ({ id, name, packageName }) => ({ unique_id: id, name, package_name: packageName })),
    metrics: () => new Map(),
    semantic_models: () => new Map(),
    saved_queries: () => new Map(),
  };
  const made = new Map<string, Value>();
  const part = (name: string): Value | undefined => {
    if (!Object.hasOwn(parts, name)) return undefined;
    if (!made.has(name)) made.set(name, parts[name]!());
    return made.get(name);
  };
  return new HostObject({
    typeName: 'dict',
    dict: () => mapView(new Map<Value, Value>(Object.keys(parts).map((name) => [name, part(name)]))),
    getAttribute: part,
    getItem: (key) => part(String(key)),
    attributeNames: () => Object.keys(parts),
  });
}

function entries<T>(from: ReadonlyMap<string, T>, show: (entry: T) => Value): Map<string, Value> {
  return new Map([...from].map(([id, entry]) => [id, show(entry)]));
}

function sourceObject(source: SourceNode): Value {
  const { relation } = source;
  return {
    unique_id: source.id,
    resource_type: 'source',
    name: source.name,
    source_name: source.sourceName,
    package_name: source.packageName,
    path: source.path,
    original_file_path: source.path,
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
    source_meta: {},
    config: source.config,
    freshness: source.freshness,
    loaded_at_field: source.loadedAtField,
    quoting: source.quoting,
  };
}

function exposureObject(exposure: Exposure): Value {
  const { id, packageName, path, dependsOn, refs, sources, ...shown } = exposure;
  return {
    ...shown,
    unique_id: id,
    resource_type: 'exposure',
    package_name: packageName,
    path,
    original_file_path: path,
    refs: refs.map(({ name, package: from, version }) => ({ name, package: from, version })),
    sources: sources.map(([source, table]) => [source, table]),
    depends_on: { nodes: [...dependsOn], macros: [] },
  };
}

function groupObject({ id, name, packageName, path, description, owner, config }: Group): Value {
  const place = { path, original_file_path: path, package_name: packageName };
  return { unique_id: id, resource_type: 'group', name, description, owner, config, ...place };
}
