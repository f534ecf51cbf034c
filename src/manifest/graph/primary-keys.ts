import type { ColumnEntry, ConstraintEntry, GenericTest } from '../../spi/node.js';
import type { ParsedNode } from '../nodes/parsed-node.js';
import { isMapping } from '../properties/property-reader.js';

/** A generic test and whether it is on. */
export interface KeyTest {
  readonly generic: GenericTest;
  readonly enabled: boolean;
}

/** The generic tests of models by the models' ids. */
export function testsByModel(nodes: readonly ParsedNode[]): ReadonlyMap<string, readonly KeyTest[]> {
  const tests = new Map<string, KeyTest[]>();
  for (const { traits, config } of nodes) {
    if (traits.kind !== 'test' || traits.generic === null) continue;
    const { generic } = traits;
    if (!generic.attachedNode?.startsWith('model.')) continue;
    const list = tests.get(generic.attachedNode) ?? [];
    if (list.length === 0) tests.set(generic.attachedNode, list);
    list.push({ generic, enabled: config.enabled });
  }
  return tests;
}

const UNIQUE = ['unique', 'unique_combination_of_columns'];

/**
 * Columns that name a row of a model, by dbt's rules (dbt-core 1.12, `infer_primary_key`): those of its primary key; else those
 * that tests call unique and not null; else unique by tests that are on; else by any.
 */
export function primaryKey(
  constraints: readonly ConstraintEntry[],
  columns: readonly ColumnEntry[],
  tests: readonly KeyTest[],
): readonly string[] {
  const isKey = ({ type }: ConstraintEntry): boolean => type === 'primary_key';
  const ofModel = constraints.find(isKey);
  if (ofModel !== undefined) return ofModel.columns;
  const ofColumn = columns.find((column) => column.constraints.some(isKey));
  if (ofColumn !== undefined) return [ofColumn.name];
  const tested = (names: readonly string[], among: readonly KeyTest[]): readonly string[] => [
    ...new Set(
      among.filter(({ generic }) => names.includes(generic.name)).flatMap(({ generic }) => testedColumns(generic)),
    ),
  ];
  const unique = tested(UNIQUE, tests);
  const both = tested(['not_null'], tests).filter((column) => unique.includes(column));
  if (both.length > 0) return both;
  const enabled = tested(
    UNIQUE,
    tests.filter((one) => one.enabled),
  );
  return enabled.length > 0 ? enabled : unique;
}

function testedColumns({ arguments: named }: GenericTest): readonly string[] {
  const { column_name: column, combination_of_columns: columns } = named;
  if (typeof column === 'string') return [column];
  return Array.isArray(columns) ? columns.filter((one) => typeof one === 'string') : [];
}

/** `time_spine:` of a model as dbt's artifacts have it; null: it is none. */
export function timeSpine(written: unknown): Readonly<Record<string, unknown>> | null {
  if (!isMapping(written)) return null;
  const custom = Array.isArray(written['custom_granularities']) ? written['custom_granularities'] : [];
  return {
    standard_granularity_column: written['standard_granularity_column'] ?? null,
    custom_granularities: custom.filter(isMapping).map(({ name, column_name: column = null }) => ({
      name,
      column_name: column,
    })),
  };
}
