import { originalPath, patchPath, shortPath } from '../../../core/dbt-path.js';
import { deprecationMoment } from '../../../core/deprecation-date.js';
import { nodeAlias } from '../../../core/node-alias.js';
import { UNSET_CONFIGS } from '../../../core/unset-configs.js';
import type { ManifestNode, TestNode } from '../../../spi/node.js';
import { columnEntries, constraintEntry } from './column-entries.js';
import { hookEntries } from './hook-entries.js';
import { sourcesFirst } from './inputs.js';
import type { ManifestFacts } from './manifest.js';

type Entry = Readonly<Record<string, unknown>>;

/**
 * A node as `manifest.json` has it. There are thousands of them: `Object.assign` makes one in a fifteenth of the time that a
 * literal takes which spreads several objects (V8 11).
 */
export function nodeEntry(node: ManifestNode, facts: ManifestFacts): Entry {
  const described = describedEntry(node, facts);
  // A seed is data: nothing of it is compiled.
  if (node.kind === 'seed') return { ...described, depends_on: { macros: node.macroDependsOn }, root_path: null };
  return Object.assign(described, queryEntry(node, facts), ownEntry(node));
}

function describedEntry(node: ManifestNode, facts: ManifestFacts): Entry {
  return {
    database: (node.relation ?? node.namespace).database,
    // The published schema wants a text here, also where a database has none.
    schema: (node.relation ?? node.namespace).schema ?? (node.relation ?? node.namespace).database ?? '',
    name: node.name,
    resource_type: node.kind,
    package_name: node.packageName,
    path: shortPath(node),
    original_file_path: originalPath(node),
    unique_id: node.id,
    fqn: node.fqn,
    alias: nodeAlias(node),
    checksum: node.checksum,
    config: configEntry(node),
    unrendered_config: node.unrenderedConfig,
    tags: node.tags,
    description: node.description,
    columns: columnEntries(node.columns),
    meta: node.meta,
    group: node.group,
    docs: { show: node.docs.show, node_color: node.docs.nodeColor },
    patch_path: patchPath(node, facts.packageRoots),
    build_path: null,
    relation_name: facts.relationName(node),
    created_at: facts.startedAt.getTime() / 1000,
    doc_blocks: node.docBlocks,
    // As dbt writes it, without the blanks around a file: another text would be a change to dbt's `state:modified`.
    raw_code: node.kind === 'snapshot' ? node.rawCode : node.rawCode.trim(),
  };
}

function queryEntry(node: ManifestNode, facts: ManifestFacts): Entry {
  const compiled = facts.compiled.get(node.id);
  const contract = node.config.raw['contract'] as
    | { readonly enforced?: unknown; readonly alias_types?: unknown }
    | undefined;
  return {
    language: 'sql',
    refs: node.refs.map(({ name, package: packageName, version }) => ({ name, package: packageName, version })),
    sources: node.sources,
    metrics: [],
    depends_on: { macros: node.macroDependsOn, nodes: sourcesFirst(node.dependsOn) },
    compiled_path: compiled?.path ?? null,
    contract: {
      enforced: contract?.enforced === true,
      alias_types: contract?.alias_types !== false,
      checksum: node.kind === 'model' ? node.contractChecksum : null,
    },
    ...(compiled !== undefined && {
      compiled: true,
      compiled_code: compiled.sql,
      extra_ctes_injected: true,
      extra_ctes: [],
    }),
  };
}

function ownEntry(node: ManifestNode): Entry {
  switch (node.kind) {
    case 'model':
      return {
        access: node.access,
        constraints: node.constraints.map((constraint) => ({
          ...constraintEntry(constraint),
          columns: constraint.columns,
        })),
        version: node.version,
        latest_version: node.latestVersion,
        deprecation_date: deprecationMoment(node.deprecationDate),
        primary_key: node.primaryKey,
        time_spine: node.timeSpine,
      };
    case 'test':
      return node.generic === null ? {} : genericEntry(node.generic);
    case 'operation':
      return { index: node.index };
    default:
      return {};
  }
}

function genericEntry(generic: NonNullable<TestNode['generic']>): Entry {
  return {
    column_name: generic.column,
    file_key_name: generic.fileKey,
    attached_node: generic.attachedNode,
    test_metadata: { name: generic.name, kwargs: generic.arguments, namespace: generic.namespace },
  };
}

function configEntry(node: ManifestNode): Entry {
  const { raw, materialized, enabled, schema, database, alias } = node.config;
  const { pre_hook: preHook, post_hook: postHook } = raw;
  return Object.assign({}, UNSET_CONFIGS[node.kind], raw, {
    // They go by dbt's other names; what is undefined is no part of JSON.
    pre_hook: undefined,
    post_hook: undefined,
    enabled,
    alias,
    schema,
    database,
    materialized,
    meta: node.meta,
    ...(node.kind !== 'test' && { 'pre-hook': hookEntries(preHook), 'post-hook': hookEntries(postHook) }),
    dvt: {
      connection: node.connection,
      route: node.route,
      ...(node.kind === 'seed' && { content: node.contentHash }),
    },
  });
}
