import type { SourceNode } from '../../../spi/node.js';
import { columnEntries } from './column-entries.js';
import type { ManifestFacts } from './manifest.js';

const NO_EXTERNAL = { location: null, file_format: null, row_format: null, tbl_properties: null, partitions: null };

/** A source's table as `manifest.json` has it. */
export function sourceEntry(node: SourceNode, facts: ManifestFacts): Readonly<Record<string, unknown>> {
  return {
    database: facts.place(node)?.database ?? null,
    schema: facts.place(node)?.schema ?? '',
    name: node.name,
    resource_type: 'source',
    package_name: node.packageName,
    path: node.path,
    original_file_path: node.path,
    unique_id: node.id,
    fqn: node.fqn,
    source_name: node.sourceName,
    source_description: node.sourceDescription,
    loader: node.loader,
    identifier: node.relation.identifier,
    quoting: { database: null, schema: null, identifier: null, ...node.ownQuoting, column: null },
    loaded_at_field: node.loadedAtField,
    loaded_at_query: node.loadedAtQuery,
    freshness: node.config['freshness'],
    external: node.external === null ? null : { ...NO_EXTERNAL, ...node.external },
    description: node.description,
    columns: columnEntries(node.columns),
    meta: node.meta,
    source_meta: node.sourceMeta,
    tags: node.tags,
    config: {
      ...{ event_time: null, loaded_at_field: null, loaded_at_query: null, static_analysis: null, ...node.config },
      ...{ meta: node.meta, tags: node.tags, dvt: { connection: node.connection } },
    },
    patch_path: null,
    unrendered_config: node.unrendered.config,
    unrendered_database: node.unrendered.database,
    unrendered_schema: node.unrendered.schema,
    relation_name: facts.relationName(node),
    created_at: facts.startedAt.getTime() / 1000,
    doc_blocks: node.docBlocks,
  };
}
