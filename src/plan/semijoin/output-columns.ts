import type { LogicalOperator } from '../../spi/engine.js';
import { listOf, mapped } from '../logical-operators.js';
import { columnAt, type OutputColumn, referredColumn, UNKNOWN } from './logical-columns.js';

/** What an operator with one child puts out; null = not even how many columns. */
export function unaryOutput(
  operator: LogicalOperator,
  child: readonly OutputColumn[] | null,
): readonly OutputColumn[] | null {
  const expressions = listOf(operator, 'expressions');
  if (operator.type === 'LOGICAL_PROJECTION') {
    return expressions.map((expression) => (child === null ? UNKNOWN : columnAt(child, expression)));
  }
  if (operator.type === 'LOGICAL_AGGREGATE_AND_GROUP_BY') return aggregated(operator, child);
  if (child === null) return null;
  switch (operator.type) {
    case 'LOGICAL_FILTER':
      return mapped(operator, 'projection_map', child);
    case 'LOGICAL_ORDER_BY':
      return mapped(operator, 'projections', child);
    // Which rows are left depends on all of them.
    case 'LOGICAL_LIMIT':
    case 'LOGICAL_TOP_N':
      return child.map(irreducible);
    case 'LOGICAL_DISTINCT':
      return keptFor(child, columnsOf(listOf(operator, 'distinct_targets')));
    case 'LOGICAL_WINDOW': {
      // Rows of other partitions do not show in a window.
      const partitions = expressions.map((window) => columnsOf(listOf(window as LogicalOperator, 'partitions')));
      const common = child.flatMap((_, index) => (partitions.every((one) => one.has(index)) ? [index] : []));
      return [...keptFor(child, new Set(common)), ...expressions.map(() => UNKNOWN)];
    }
    case 'LOGICAL_UNNEST':
      return [...child, ...expressions.map(() => UNKNOWN)];
    default:
      return null;
  }
}

function aggregated(operator: LogicalOperator, child: readonly OutputColumn[] | null): readonly OutputColumn[] {
  const groups = listOf(operator, 'groups').map((group) => (child === null ? UNKNOWN : columnAt(child, group)));
  const sets = listOf(operator, 'grouping_sets') as readonly (readonly number[])[];
  // With several grouping sets a row takes part in groups that do not tell its value.
  const plain = sets.length === 0 || (sets.length === 1 && new Set(sets[0]).size === groups.length);
  const others = [...listOf(operator, 'expressions'), ...listOf(operator, 'grouping_functions')];
  return [...(plain ? groups : groups.map(irreducible)), ...others.map(() => UNKNOWN)];
}

export function irreducible(column: OutputColumn): OutputColumn {
  return { ...column, reducible: [] };
}

/** Rows can be left out by these columns only. */
function keptFor(columns: readonly OutputColumn[], kept: ReadonlySet<number>): readonly OutputColumn[] {
  return columns.map((column, index) => (kept.has(index) ? column : irreducible(column)));
}

function columnsOf(expressions: readonly unknown[]): ReadonlySet<number> {
  return new Set(expressions.map(referredColumn).filter((index) => index !== null));
}
