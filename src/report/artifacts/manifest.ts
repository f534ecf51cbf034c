import type { MacroEntry, Manifest } from '../../spi/manifest.js';
import type { ColumnEntry, ManifestNode, SourceNode } from '../../spi/node.js';
import { type ArtifactSource, metadata } from './metadata.js';

/** What the manifest of dvt does not hold itself. */
export interface ManifestFacts extends ArtifactSource {
  /** of the project's own target */
  readonly adapterType: string;
  /** a relation as its own database spells it; null for an ephemeral model */
  readonly relationName: (node: ManifestNode | SourceNode) => string | null;
}

/**
 * `manifest.json` in dbt's schema v12 (https://schemas.getdbt.com/dbt/manifest/v12.json), as far as dvt knows the data.
 * Connection and route are in each node's `config`, under `dvt`.
 */
export function manifestArtifact(manifest: Manifest, facts: ManifestFacts): Readonly<Record<string, unknown>> {
  const models = [...manifest.nodes.values()];
  const sources = [...manifest.sources.values()];
  const ids = [...models, ...sources].map(({ id }) => id);
  return {
    metadata: {
      ...metadata('manifest/v12', facts),
      project_name: manifest.projectName,
      adapter_type: facts.adapterType,
    },
    nodes: byId(models, (node) => modelEntry(node, facts)),
    sources: byId(sources, (node) => sourceEntry(node, facts)),
    macros: byId([...manifest.macros.values()], macroEntry),
    docs: {},
    exposures: {},
    metrics: {},
    groups: {},
    selectors: {},
    disabled: {},
    parent_map: Object.fromEntries(ids.map((id) => [id, manifest.nodes.get(id)?.dependsOn ?? []])),
    child_map: Object.fromEntries(ids.map((id) => [id, manifest.children.get(id) ?? []])),
    group_map: {},
    saved_queries: {},
    semantic_models: {},
    unit_tests: {},
  };
}

function byId<T extends { readonly id: string }>(items: readonly T[], entry: (item: T) => unknown) {
  return Object.fromEntries(items.map((item) => [item.id, entry(item)]));
}

function modelEntry(node: ManifestNode, facts: ManifestFacts) {
  const { raw, materialized, enabled, schema, database, alias } = node.config;
  const meta = raw['meta'] ?? {};
  return {
    database: node.relation?.database ?? null,
    schema: node.relation?.schema ?? null,
    name: node.name,
    resource_type: 'model',
    package_name: node.packageName,
    // dbt leaves the model path's own folder away here
    path: node.path.split('/').slice(1).join('/'),
    original_file_path: node.path,
    unique_id: node.id,
    fqn: node.fqn,
    alias: node.relation?.identifier ?? node.name,
    checksum: { name: 'sha256', checksum: node.checksum },
    config: {
      ...raw,
      enabled,
      alias,
      schema,
      database,
      materialized,
      tags: node.tags,
      meta,
      dvt: { connection: node.connection, route: node.route },
    },
    tags: node.tags,
    description: node.description,
    columns: columnEntries(node.columns),
    meta,
    group: null,
    docs: { show: true, node_color: null },
    patch_path: node.patchPath === null ? null : `${node.packageName}://${node.patchPath}`,
    build_path: null,
    relation_name: facts.relationName(node),
    raw_code: node.rawCode,
    language: 'sql',
    refs: node.refs.map((ref) => ({ name: ref.name, package: ref.package, version: null })),
    sources: node.sources,
    metrics: [],
    depends_on: { macros: node.macroDependsOn, nodes: node.dependsOn },
    compiled_path: null,
    contract: { enforced: false, alias_types: true, checksum: null },
    access: 'protected',
    constraints: [],
    version: null,
    latest_version: null,
    deprecation_date: null,
  };
}

function sourceEntry(node: SourceNode, facts: ManifestFacts) {
  return {
    database: node.relation.database,
    schema: node.relation.schema,
    name: node.name,
    resource_type: 'source',
    package_name: node.packageName,
    path: node.path,
    original_file_path: node.path,
    unique_id: node.id,
    fqn: node.fqn,
    source_name: node.sourceName,
    source_description: '',
    loader: node.loader,
    identifier: node.relation.identifier,
    quoting: { ...node.quoting, column: null },
    loaded_at_field: null,
    freshness: null,
    external: node.externalLocation === null ? null : { location: node.externalLocation },
    description: node.description,
    columns: columnEntries(node.columns),
    meta: node.meta,
    source_meta: {},
    tags: node.tags,
    config: { ...node.config, enabled: true, dvt: { connection: node.connection } },
    patch_path: null,
    relation_name: facts.relationName(node),
  };
}

function columnEntries(columns: readonly ColumnEntry[]) {
  return Object.fromEntries(
    columns.map(({ name, description, dataType }) => [
      name,
      { name, description, meta: {}, data_type: dataType, constraints: [], quote: null, tags: [] },
    ]),
  );
}

function macroEntry({ id, name, packageName, path }: MacroEntry) {
  return {
    name,
    resource_type: 'macro',
    package_name: packageName,
    path,
    original_file_path: path,
    unique_id: id,
    macro_sql: '',
    depends_on: { macros: [] },
    description: '',
    meta: {},
    docs: { show: true, node_color: null },
    patch_path: null,
    arguments: [],
    supported_languages: null,
  };
}
