import { DvtError } from '../core/errors.js';
import { nearest } from '../core/nearest.js';
import type { InputRelation } from '../spi/compiled.js';
import type { ColumnOverride, RelationDescription } from '../spi/relation.js';
import type { ScanColumn } from '../spi/scan.js';
import { parseEngineType } from './engine-type.js';

/** A column as federated SQL sees it, before it is known which ones are fetched. */
export interface SourceColumn {
  readonly name: string;
  readonly scan: ScanColumn;
  /** another column whose name differs only in case: DuckDB cannot tell them apart, so no query may use either */
  readonly clash: string | null;
}

/** Applies the user's overrides to a relation's columns. Of names that differ only in case, the first one stands. */
export function sourceColumns(input: InputRelation, relation: RelationDescription): SourceColumn[] {
  const overrides = overridesOf(input, relation);
  const columns: SourceColumn[] = [];
  const seen = new Map<string, number>();
  for (const column of relation.columns) {
    const override = overrides.get(column.name);
    const name = override?.as ?? column.name;
    const key = name.toLowerCase();
    const first = seen.get(key);
    if (first !== undefined) {
      columns[first] = { ...columns[first]!, clash: column.name };
      continue;
    }
    seen.set(key, columns.length);
    columns.push({ name, scan: scanColumn(input, column, override), clash: null });
  }
  return columns;
}

function scanColumn(
  input: InputRelation,
  column: RelationDescription['columns'][number],
  override: ColumnOverride | undefined,
): ScanColumn {
  if (override?.fetchAs === undefined) return { ...column, cast: false };
  const type = parseEngineType(override.fetchAs);
  if (type === null) {
    throw new DvtError({
      code: 'DVT3004',
      message: `fetch_as: ${override.fetchAs} of column ${column.name} of ${input.node.id} is no type that dvt can fetch.`,
      hint: 'Use text, decimal(p,s) with p up to 38, bigint, double, date, timestamp, timestamptz, json or blob.',
    });
  }
  // The note explained the default type; with a type that the user chose there is nothing left to warn of.
  const { note: _, ...described } = column;
  return { ...described, type, cast: true };
}

function overridesOf(input: InputRelation, relation: RelationDescription): Map<string, ColumnOverride> {
  const overrides = new Map<string, ColumnOverride>();
  if (input.node.kind !== 'source' || relation.block !== undefined) return overrides;
  const names = relation.columns.map((column) => column.name);
  for (const { override } of input.node.columns) {
    if (override === null || (override.as === undefined && override.fetchAs === undefined)) continue;
    const name = names.includes(override.name)
      ? override.name
      : names.find((candidate) => candidate.toLowerCase() === override.name.toLowerCase());
    if (name === undefined) {
      const close = nearest(override.name, names);
      throw new DvtError({
        code: 'DVT3005',
        message: `${input.node.id} has no column ${override.name}, which ${input.node.path} configures.`,
        hint: close === null ? `Its columns are ${names.join(', ')}.` : `Did you mean ${close}?`,
        location: input.node.location,
      });
    }
    overrides.set(name, override);
  }
  return overrides;
}
