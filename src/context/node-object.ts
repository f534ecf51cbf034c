import { originalPath, patchPath, shortPath } from '../core/dbt-path.js';
import { deprecationMoment } from '../core/deprecation-date.js';
import { nodeAlias } from '../core/node-alias.js';
import { pathInPackage } from '../core/package-path.js';
import { UNSET_CONFIGS } from '../core/unset-configs.js';
import { PyFloat, type Value } from '../jinja/index.js';
import type { ColumnEntry, ConstraintEntry, ManifestNode, SourceNode, TestNode } from '../spi/node.js';
import type { RelationName } from '../spi/relation.js';
import { ownCopy } from './own-copy.js';

/** The part of a node that its templates can see, also while it is being parsed. */
export type VisibleNode = Pick<
  ManifestNode,
  | 'id'
  | 'name'
  | 'packageName'
  | 'path'
  | 'packageRoot'
  | 'fqn'
  | 'rawCode'
  | 'checksum'
  | 'description'
  | 'columns'
  | 'tags'
> & {
  readonly config: Readonly<Record<string, unknown>>;
  readonly relation: RelationName | null;
  readonly dependsOn: readonly string[];
  readonly macroDependsOn: readonly string[];
  readonly patchPath: string | null;
};

/** `model` and `node`: a node as plain data with dbt's field names. */
export function nodeObject(node: VisibleNode): Readonly<Record<string, unknown>> {
  const path = pathInPackage(node.path, node.packageRoot);
  return {
    unique_id: node.id,
    resource_type: node.id.split('.')[0],
    name: node.name,
    package_name: node.packageName,
    path: path.split('/').slice(1).join('/'),
    original_file_path: path,
    fqn: [...node.fqn],
    raw_code: node.rawCode,
    language: 'sql',
    checksum: node.checksum,
    description: node.description,
    columns: Object.fromEntries(node.columns.map((column) => [column.name, columnEntry(column)])),
    tags: [...node.tags],
    meta: node.config['meta'] ?? {},
    config: { ...node.config },
    alias: node.relation?.identifier ?? node.config['alias'] ?? node.name,
    schema: node.relation?.schema ?? null,
    database: node.relation?.database ?? null,
    depends_on: { nodes: sourcesFirst(node.dependsOn), macros: [...node.macroDependsOn] },
    patch_path:
      node.patchPath === null ? null : `${node.packageName}://${pathInPackage(node.patchPath, node.packageRoot)}`,
  };
}

/** What a node itself does not know. */
export interface NodeFacts {
  /** its relation as its own database's SQL spells it; null where it has none */
  readonly relationName: (node: ManifestNode | SourceNode) => string | null;
  /** when the invocation began, which is when the nodes were read */
  readonly startedAt: Date;
  /** a source's relation with the levels that its connection adds; null where there is none */
  readonly place: (source: SourceNode) => RelationName | null;
  /** folders of packages, by name; '' for the project's own */
  readonly packageRoots: ReadonlyMap<string, string>;
}

/** A node of the manifest, with what only its kind has. */
export function manifestNodeObject(node: ManifestNode, facts: NodeFacts): Readonly<Record<string, unknown>> {
  const config = { ...UNSET_CONFIGS[node.kind], ...(node.kind === 'test' ? node.config.raw : hooked(node.config.raw)) };
  const common: Readonly<Record<string, unknown>> = {
    ...nodeObject({ ...node, config }),
    // As dbt has it, without the blanks around a file.
    raw_code: node.kind === 'snapshot' ? node.rawCode : node.rawCode.trim(),
    alias: nodeAlias(node),
    schema: (node.relation ?? node.namespace).schema,
    database: (node.relation ?? node.namespace).database,
    path: shortPath(node),
    original_file_path: originalPath(node),
    patch_path: patchPath(node, facts.packageRoots),
    relation_name: facts.relationName(node),
    created_at: createdAt(facts),
    build_path: null,
    unrendered_config: { ...node.unrenderedConfig },
    doc_blocks: [...node.docBlocks],
    meta: node.meta,
    group: node.group,
    docs: { show: node.docs.show, node_color: node.docs.nodeColor },
  };
  if (node.kind !== 'seed') return ownCopy({ ...common, ...queryObject(node), ...ownObject(node) });
  const { language: _language, ...seed } = common;
  return ownCopy({
    ...seed,
    depends_on: { macros: [...node.macroDependsOn] },
    root_path: null,
    defer_relation: null,
  });
}

function queryObject(node: ManifestNode): Readonly<Record<string, unknown>> {
  return {
    refs: node.refs.map(({ name, package: packageName, version }) => ({ name, package: packageName, version })),
    sources: node.sources.map(([source, table]) => [source, table]),
    metrics: [],
    functions: [],
    contract: contractOf(node),
    compiled_path: null,
  };
}

function ownObject(node: ManifestNode): Readonly<Record<string, unknown>> {
  switch (node.kind) {
    case 'model':
      return {
        access: node.access,
        version: node.version,
        latest_version: node.latestVersion,
        deprecation_date: deprecationMoment(node.deprecationDate),
        constraints: node.constraints.map(constraintEntry),
        primary_key: [...node.primaryKey],
        time_spine: node.timeSpine,
        batch: null,
        defer_relation: null,
      };
    case 'snapshot':
      return { defer_relation: null };
    case 'operation':
      return { index: node.index };
    case 'test':
      return node.generic === null ? {} : genericObject(node.generic);
    default:
      return {};
  }
}

function genericObject(generic: NonNullable<TestNode['generic']>): Readonly<Record<string, unknown>> {
  return {
    column_name: generic.column,
    file_key_name: generic.fileKey,
    attached_node: generic.attachedNode,
    test_metadata: { name: generic.name, namespace: generic.namespace, kwargs: { ...generic.arguments } },
  };
}

/** As dbt counts: seconds since 1970. */
export function createdAt({ startedAt }: NodeFacts): Value {
  return PyFloat.of(startedAt.getTime() / 1000);
}

/** dbt lists sources before nodes. */
function sourcesFirst(ids: readonly string[]): readonly string[] {
  const isSource = (id: string): boolean => id.startsWith('source.');
  return [...ids.filter(isSource), ...ids.filter((id) => !isSource(id))];
}

/** Hooks are there under dbt's names, also where there are none. */
function hooked({ pre_hook: pre, post_hook: post, ...config }: Readonly<Record<string, unknown>>) {
  const hooks = (written: unknown) =>
    (Array.isArray(written) ? written : [written]).filter((hook) => (hook ?? null) !== null);
  return { ...config, 'pre-hook': hooks(config['pre-hook'] ?? pre), 'post-hook': hooks(config['post-hook'] ?? post) };
}

function contractOf(node: ManifestNode): Readonly<Record<string, unknown>> {
  const contract = node.config.raw['contract'] as Readonly<Record<string, unknown>> | null | undefined;
  const checksum = node.kind === 'model' ? node.contractChecksum : null;
  return { enforced: false, alias_types: true, checksum, ...contract };
}

/** A column with dbt's field names. */
export function columnEntry(column: ColumnEntry): Readonly<Record<string, unknown>> {
  return {
    name: column.name,
    description: column.description,
    meta: column.meta,
    data_type: column.dataType,
    constraints: column.constraints.map(columnConstraint),
    quote: column.quote,
    config: { meta: column.meta, tags: [...column.tags] },
    tags: [...column.tags],
    granularity: column.granularity,
    dimension: null,
    entity: null,
    doc_blocks: [...column.docBlocks],
  };
}

/** A constraint of a model with dbt's field names. */
export function constraintEntry(constraint: ConstraintEntry): Readonly<Record<string, unknown>> {
  return { ...columnConstraint(constraint), columns: [...constraint.columns] };
}

/** A constraint of a column, in dbt's order. */
function columnConstraint(constraint: ConstraintEntry): Readonly<Record<string, unknown>> {
  return {
    type: constraint.type,
    name: constraint.name,
    expression: constraint.expression,
    warn_unenforced: constraint.warnUnenforced,
    warn_unsupported: constraint.warnUnsupported,
    to: constraint.to,
    to_columns: [...constraint.toColumns],
  };
}
