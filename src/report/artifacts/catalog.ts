import type { RelationDescription, RelationKind } from '../../spi/relation.js';
import { type ArtifactSource, metadata } from './metadata.js';

/** A node or a source with what its database says of it. */
export interface CatalogItem {
  readonly id: string;
  readonly kind: 'node' | 'source';
  readonly relation: RelationDescription;
}

/** dbt-postgres' words for kinds. */
const TYPES: Readonly<Record<RelationKind, string>> = {
  table: 'BASE TABLE',
  view: 'VIEW',
  'materialized view': 'MATERIALIZED VIEW',
  external: 'EXTERNAL TABLE',
};

/** `catalog.json` in dbt's schema v1 (https://schemas.getdbt.com/dbt/catalog/v1.json). `errors`: what could not be asked. */
export function catalogArtifact(
  items: readonly CatalogItem[],
  errors: readonly string[],
  source: ArtifactSource,
): Readonly<Record<string, unknown>> {
  const entries = (kind: CatalogItem['kind']) =>
    Object.fromEntries(items.filter((item) => item.kind === kind).map((item) => [item.id, catalogEntry(item)]));
  return {
    metadata: metadata('catalog/v1', source),
    nodes: entries('node'),
    sources: entries('source'),
    errors: errors.length === 0 ? null : errors,
  };
}

function catalogEntry({ id, relation }: CatalogItem) {
  const { name, kind, columns, statistics, comment, owner } = relation;
  return {
    metadata: {
      type: TYPES[kind],
      schema: name.schema ?? name.database ?? '',
      name: name.identifier,
      database: name.database,
      comment: comment ?? null,
      owner: owner ?? null,
    },
    columns: Object.fromEntries(
      columns.map((column, index) => [
        column.name,
        { type: column.nativeType, index: index + 1, name: column.name, comment: column.comment ?? null },
      ]),
    ),
    stats: statisticsEntry(statistics.rows),
    unique_id: id,
  };
}

function statisticsEntry(rows: number | null) {
  const has = {
    id: 'has_stats',
    label: 'Has Stats?',
    value: rows !== null,
    include: false,
    description: 'Indicates whether there are statistics for this table',
  };
  if (rows === null) return { has_stats: has };
  const description = "Approximate number of rows, from the database's statistics";
  return { has_stats: has, num_rows: { id: 'num_rows', label: 'Rows', value: rows, include: true, description } };
}
