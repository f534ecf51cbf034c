import type { ColumnEntry, ConstraintEntry, ManifestNode } from '../spi/node.js';
import type { RelationName } from '../spi/relation.js';

/** The part of a node that its templates can see, also while it is being parsed. */
export type VisibleNode = Pick<
  ManifestNode,
  'id' | 'name' | 'packageName' | 'path' | 'fqn' | 'rawCode' | 'checksum' | 'description' | 'columns' | 'tags'
> & {
  readonly config: Readonly<Record<string, unknown>>;
  readonly relation: RelationName | null;
  readonly dependsOn: readonly string[];
  readonly macroDependsOn: readonly string[];
  readonly patchPath: string | null;
};

/** `model` and `node`: a node as plain data with dbt's field names. */
export function nodeObject(node: VisibleNode): Readonly<Record<string, unknown>> {
  return {
    unique_id: node.id,
    resource_type: node.id.split('.')[0],
    name: node.name,
    package_name: node.packageName,
    path: node.path.split('/').slice(1).join('/'),
    original_file_path: node.path,
    fqn: [...node.fqn],
    raw_code: node.rawCode,
    language: 'sql',
    checksum: { name: 'sha256', checksum: node.checksum },
    description: node.description,
    columns: Object.fromEntries(node.columns.map((column) => [column.name, columnEntry(column)])),
    tags: [...node.tags],
    meta: node.config['meta'] ?? {},
    config: { ...node.config },
    alias: node.relation?.identifier ?? node.config['alias'] ?? node.name,
    schema: node.relation?.schema ?? null,
    database: node.relation?.database ?? null,
    depends_on: { nodes: [...node.dependsOn], macros: [...node.macroDependsOn] },
    patch_path: node.patchPath,
  };
}

/** A node of the manifest, with what only its kind has. */
export function manifestNodeObject(node: ManifestNode): Readonly<Record<string, unknown>> {
  const shown = nodeObject({ ...node, config: node.config.raw });
  const common = {
    ...shown,
    meta: node.meta,
    group: node.group,
    docs: { show: node.docs.show, node_color: node.docs.nodeColor },
    refs: node.refs.map(({ name, package: packageName, version }) => ({ name, package: packageName, version })),
    sources: node.sources.map(([source, table]) => [source, table]),
    metrics: [],
  };
  if (node.kind === 'model') {
    return {
      ...common,
      access: node.access,
      version: node.version,
      latest_version: node.latestVersion,
      deprecation_date: node.deprecationDate,
      constraints: node.constraints.map(constraintEntry),
      contract: contractOf(node),
    };
  }
  if (node.kind !== 'test') return { ...common, ...(node.kind === 'operation' ? { index: node.index } : {}) };
  const { generic } = node;
  return {
    ...common,
    column_name: generic?.column ?? null,
    attached_node: generic?.attachedNode ?? null,
    test_metadata:
      generic === null ? null : { name: generic.name, namespace: generic.namespace, kwargs: { ...generic.arguments } },
  };
}

function contractOf(node: ManifestNode): Readonly<Record<string, unknown>> {
  const contract = node.config.raw['contract'] as Readonly<Record<string, unknown>> | null | undefined;
  return { enforced: false, alias_types: true, ...contract };
}

/** A column with dbt's field names. */
export function columnEntry(column: ColumnEntry): Readonly<Record<string, unknown>> {
  return {
    name: column.name,
    description: column.description,
    data_type: column.dataType,
    meta: column.meta,
    tags: [...column.tags],
    quote: column.quote,
    constraints: column.constraints.map(constraintEntry),
  };
}

/** A constraint with dbt's field names. */
export function constraintEntry(constraint: ConstraintEntry): Readonly<Record<string, unknown>> {
  return {
    type: constraint.type,
    name: constraint.name,
    expression: constraint.expression,
    columns: [...constraint.columns],
    to: constraint.to,
    to_columns: [...constraint.toColumns],
    warn_unenforced: constraint.warnUnenforced,
    warn_unsupported: constraint.warnUnsupported,
  };
}
