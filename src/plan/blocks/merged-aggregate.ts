import type { ExpressionTree } from '../../spi/engine.js';
import { aggregateOf } from './aggregates.js';
import { NOWHERE, ONE } from './query-tree.js';
import { NotReplaceable } from './replacement.js';

/** An aggregate over the same of parts, which `part` names; throws NotReplaceable for one that parts do not add up to. */
export function mergedAggregate(aggregate: ExpressionTree, part: ExpressionTree): ExpressionTree {
  const call = aggregateOf(aggregate);
  if (call === null || call.distinct) throw new NotReplaceable();
  if (call.name !== 'count') return { ...functionOf(call.name, [part]), alias: aggregate['alias'] };
  // Of no rows the count is 0, the sum NULL; a sum of BIGINT is a HUGEINT.
  const sum = functionOf('sum', [part]);
  const orZero = { ...BARE, class: 'OPERATOR', type: 'OPERATOR_COALESCE', children: [sum, zero()] };
  const type = { id: 'BIGINT', type_info: null };
  return { ...BARE, class: 'CAST', type: 'OPERATOR_CAST', child: orZero, cast_type: type, try_cast: false };
}

const BARE = { alias: '', query_location: NOWHERE };

function functionOf(name: string, children: readonly ExpressionTree[]): ExpressionTree {
  return {
    ...BARE,
    class: 'FUNCTION',
    type: 'FUNCTION',
    function_name: name,
    schema: '',
    children,
    filter: null,
    order_bys: { type: 'ORDER_MODIFIER', orders: [] },
    distinct: false,
    is_operator: false,
    export_state: false,
    catalog: '',
  };
}

function zero(): ExpressionTree {
  return { ...ONE, value: { ...(ONE['value'] as object), value: 0 } };
}
