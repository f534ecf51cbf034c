import { isInteger } from '../../core/integer-type.js';
import type { AggregateCall } from '../../spi/block.js';
import type { ColumnType } from '../../spi/column-type.js';
import type { ExpressionTree } from '../../spi/engine.js';

/** An aggregate of the kinds that can be exact, as the query has it. */
export interface AggregateTree {
  readonly name: AggregateCall['name'];
  readonly distinct: boolean;
  /** null: `count(*)` */
  readonly argument: ExpressionTree | null;
  readonly filter: ExpressionTree | null;
}

/**
 * Digits of the widest decimals that are summed at a source: DuckDB's sums may have one digit more than the 38 that they
 * say, and a source's result of that many could not be fetched.
 */
const WIDEST_SUMMED = 33;

const NAMES: ReadonlySet<string> = new Set(['count', 'sum', 'min', 'max']);

/** Reads a call of an aggregate; null for anything else. */
export function aggregateOf(expression: ExpressionTree): AggregateTree | null {
  if (expression.class !== 'FUNCTION') return null;
  const name = expression['function_name'] as string;
  const children = expression['children'] as readonly ExpressionTree[];
  const orders = (expression['order_bys'] as { readonly orders?: readonly unknown[] } | null)?.orders ?? [];
  if (expression['schema'] !== '' || orders.length > 0 || expression['export_state'] === true) return null;
  const rest = {
    distinct: expression['distinct'] === true,
    filter: (expression['filter'] ?? null) as ExpressionTree | null,
  };
  if (name === 'count_star' || (name === 'count' && children.length === 0)) {
    return rest.distinct ? null : { name: 'count', argument: null, ...rest };
  }
  if (!NAMES.has(name) || children.length !== 1) return null;
  // Of the smallest and the largest it makes no difference.
  const distinct = rest.distinct && name !== 'min' && name !== 'max';
  return { name: name as AggregateCall['name'], argument: children[0]!, ...rest, distinct };
}

/** The type that DuckDB gives an aggregate; null where it is none that adds up exactly. */
export function aggregateType(name: AggregateCall['name'], argument: ColumnType | null): ColumnType | null {
  if (name === 'count') return { kind: 'int64' };
  if (argument === null) return null;
  if (name !== 'sum') return argument;
  if (argument.kind === 'decimal') {
    return argument.precision > WIDEST_SUMMED ? null : { kind: 'decimal', precision: 38, scale: argument.scale };
  }
  return isInteger(argument) && argument.kind !== 'uhugeint' ? { kind: 'hugeint' } : null;
}
