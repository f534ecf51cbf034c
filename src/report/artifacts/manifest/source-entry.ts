import type { Freshness, FreshnessAge, SourceNode } from '../../../spi/node.js';
import { columnEntries } from './column-entries.js';
import type { ManifestFacts } from './manifest.js';

/** A source's table as `manifest.json` has it. */
export function sourceEntry(node: SourceNode, facts: ManifestFacts): Readonly<Record<string, unknown>> {
  return {
    database: node.relation.database,
    // The published schema wants a text; a source that leaves it open lives in its connection's default.
    schema: node.relation.schema ?? '',
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
    quoting: { ...node.quoting, column: null },
    loaded_at_field: node.loadedAtField,
    loaded_at_query: node.loadedAtQuery,
    freshness: node.freshness === null ? null : freshnessEntry(node.freshness),
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

function freshnessEntry({ warnAfter, errorAfter, filter }: Freshness) {
  return { warn_after: ageEntry(warnAfter), error_after: ageEntry(errorAfter), filter };
}

function ageEntry(age: FreshnessAge | null) {
  return { count: age?.count ?? null, period: age?.period ?? null };
}
