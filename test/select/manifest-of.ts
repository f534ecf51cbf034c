import type { Manifest } from '#dvt/spi/manifest.js';
import type { ManifestNode, SourceNode } from '#dvt/spi/node.js';

/** A node of dbt's manifest.json, as far as selection looks at it. */
export interface ListedNode {
  readonly unique_id: string;
  readonly resource_type: string;
  readonly name: string;
  readonly package_name: string;
  readonly original_file_path: string;
  readonly fqn: readonly string[];
  readonly tags: readonly string[];
  readonly config: Readonly<Record<string, unknown>>;
  readonly source_name?: string;
  readonly depends_on: readonly string[];
}

/** A manifest of dvt that holds the same nodes. */
export function manifestOf(listed: readonly ListedNode[]): Manifest {
  const models = listed.filter((node) => node.resource_type === 'model').map(modelOf);
  const sources = listed.filter((node) => node.resource_type === 'source').map(sourceOf);
  return {
    projectName: 'shop',
    packageRoots: new Map([['shop', '']]),
    nodes: new Map(models.map((node) => [node.id, node])),
    sources: new Map(sources.map((node) => [node.id, node])),
    exposures: new Map(),
    unitTests: new Map(),
    groups: new Map(),
    docs: new Map(),
    selectors: new Map(),
    testsWithoutInput: new Map(),
    disabled: new Map(),
    macros: new Map(),
    children: new Map(),
  };
}

function modelOf(listed: ListedNode): ManifestNode {
  const materialized = (listed.config['materialized'] ?? 'table') as ManifestNode['config']['materialized'];
  return {
    kind: 'model',
    id: listed.unique_id,
    name: listed.name,
    packageName: listed.package_name,
    path: listed.original_file_path,
    packageRoot: '',
    access: 'protected',
    version: null,
    latestVersion: null,
    latestVersionPointer: null,
    deprecationDate: null,
    constraints: [],
    meta: {},
    unrenderedConfig: {},
    group: null,
    docs: { show: true, nodeColor: null },
    fqn: listed.fqn,
    rawCode: '',
    checksum: { name: 'none', checksum: '' },
    contractChecksum: null,
    primaryKey: [],
    timeSpine: null,
    description: '',
    docBlocks: [],
    columns: [],
    config: {
      materialized,
      materializedExplicit: true,
      enabled: true,
      compute: null,
      onDependents: 'recreate',
      schema: null,
      database: null,
      alias: null,
      raw: listed.config,
    },
    tags: listed.tags,
    refs: [],
    sources: [],
    dependsOn: listed.depends_on,
    macroDependsOn: [],
    connection: 'shop.dev',
    relation: { database: 'db', schema: 'main', identifier: listed.name },
    namespace: { database: 'db', schema: 'main' },
    route: { kind: 'in place', engine: null, reason: 'all inputs are on shop.dev' },
    patchPath: null,
  };
}

function sourceOf(listed: ListedNode): SourceNode {
  return {
    kind: 'source',
    id: listed.unique_id,
    sourceName: listed.source_name ?? '',
    name: listed.name,
    packageName: listed.package_name,
    path: listed.original_file_path,
    location: { path: listed.original_file_path, line: 1, column: 1 },
    fqn: listed.fqn,
    description: '',
    docBlocks: [],
    sourceDescription: '',
    freshness: null,
    loadedAtField: null,
    loadedAtQuery: null,
    columns: [],
    tags: listed.tags,
    config: listed.config,
    meta: {},
    loader: '',
    connection: 'shop.dev',
    relation: { database: 'db', schema: listed.source_name ?? '', identifier: listed.name },
    quoting: { database: true, schema: true, identifier: true },
    ownQuoting: {},
    sourceMeta: {},
    external: null,
    unrendered: { database: null, schema: null, config: {} },
    externalLocation: null,
  };
}
