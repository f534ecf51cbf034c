import type { ColumnEntry, ManifestNode } from '../spi/node.js';
import type { RelationName } from '../spi/relation.js';

/** The part of a model that its templates can see, also while it is being parsed. */
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

/** `model` and `node`: a model as plain data with dbt's field names. */
export function nodeObject(node: VisibleNode): Readonly<Record<string, unknown>> {
  return {
    unique_id: node.id,
    resource_type: 'model',
    name: node.name,
    package_name: node.packageName,
    path: node.path.split('/').slice(1).join('/'),
    original_file_path: node.path,
    fqn: [...node.fqn],
    raw_code: node.rawCode,
    language: 'sql',
    checksum: { name: 'sha256', checksum: node.checksum },
    description: node.description,
    columns: Object.fromEntries(node.columns.map((column) => [column.name, columnObject(column)])),
    tags: [...node.tags],
    meta: node.config['meta'] ?? {},
    config: { ...node.config },
    alias: node.relation?.identifier ?? node.name,
    schema: node.relation?.schema ?? null,
    database: node.relation?.database ?? null,
    depends_on: { nodes: [...node.dependsOn], macros: [...node.macroDependsOn] },
    patch_path: node.patchPath,
  };
}

function columnObject(column: ColumnEntry): Readonly<Record<string, unknown>> {
  return { name: column.name, description: column.description, data_type: column.dataType, meta: {}, tags: [] };
}
