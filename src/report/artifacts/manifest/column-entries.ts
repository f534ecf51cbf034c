import type { ColumnEntry, ConstraintEntry } from '../../../spi/node.js';

type Entry = Readonly<Record<string, unknown>>;

/** Columns by name, as `manifest.json` has them. */
export function columnEntries(columns: readonly ColumnEntry[]): Entry {
  return Object.fromEntries(
    columns.map(({ name, description, dataType, meta, tags, quote, constraints, granularity, docBlocks }) => [
      name,
      {
        name,
        description,
        meta,
        data_type: dataType,
        constraints: constraints.map(constraintEntry),
        quote,
        tags,
        config: { meta, tags },
        granularity,
        dimension: null,
        entity: null,
        doc_blocks: docBlocks,
      },
    ]),
  );
}

/** A constraint of a column; that of a model lists its columns besides. */
export function constraintEntry(constraint: ConstraintEntry): Entry {
  return {
    type: constraint.type,
    name: constraint.name,
    expression: constraint.expression,
    warn_unenforced: constraint.warnUnenforced,
    warn_unsupported: constraint.warnUnsupported,
    to: constraint.to,
    to_columns: constraint.toColumns,
  };
}
