import type { LogicalOperator } from '../../spi/engine.js';
import { joinOutput, listOf, mapped, scannedTable } from '../logical-operators.js';
import { edgesOfJoin, equalities, type JoinEdge } from './join-edges.js';
import { columnAt, type OutputColumn, referredColumn, UNKNOWN } from './logical-columns.js';
import { irreducible, unaryOutput } from './output-columns.js';

/** What an optimized plan says of semi-joins. */
export interface PlanEdges {
  /** names of the stub tables that the plan reads, one a place */
  readonly places: readonly string[];
  /** all legal reductions; any of them may be made, in any order, also of what another one left */
  readonly edges: readonly JoinEdge[];
}

type Output = readonly OutputColumn[] | null;

/**
 * Finds which rows of the relations a query does not need because their key finds no partner. Each finding holds whatever
 * the relations contain. An operator that is not known here hides what lies above it, never what lies below.
 */
export function findEdges(root: LogicalOperator): PlanEdges {
  const places: string[] = [];
  const edges: JoinEdge[] = [];
  const ctes = new Map<unknown, Output>();
  /** distinct values that each correlated subquery around the current operator is evaluated for */
  const correlated: Output[] = [];

  const walk = (operator: LogicalOperator): Output => {
    switch (operator.type) {
      case 'LOGICAL_GET':
        return scan(operator);
      case 'LOGICAL_COMPARISON_JOIN':
      case 'LOGICAL_DELIM_JOIN':
        return join(operator);
      case 'LOGICAL_CROSS_PRODUCT':
        return joined(operator, 'INNER', children(operator));
      case 'LOGICAL_UNION':
      case 'LOGICAL_EXCEPT':
      case 'LOGICAL_INTERSECT':
        return setOperation(operator, children(operator));
      case 'LOGICAL_MATERIALIZED_CTE': {
        const [body, query] = operator.children ?? [];
        const output = walk(body!);
        const shared = references(query!, operator['table_index']) > 1;
        // One reader's rows may be another's.
        ctes.set(operator['table_index'], output !== null && shared ? output.map(irreducible) : output);
        return walk(query!);
      }
      case 'LOGICAL_CTE_REF':
        return ctes.get(operator['cte_index']) ?? unknowns(operator);
      case 'LOGICAL_DELIM_GET': {
        const columns = correlated.at(-1) ?? null;
        const fits = columns?.length === listOf(operator, 'chunk_types').length;
        return fits ? columns!.map(irreducible) : unknowns(operator);
      }
      case 'LOGICAL_CHUNK_GET':
        return unknowns(operator);
      default: {
        const outputs = children(operator);
        return outputs.length === 1 ? unaryOutput(operator, outputs[0]!) : null;
      }
    }
  };
  const children = (operator: LogicalOperator): Output[] => (operator.children ?? []).map(walk);

  const scan = (operator: LogicalOperator): Output => {
    const table = scannedTable(operator);
    if (table === null || (operator.children ?? []).length > 0) {
      children(operator);
      return null;
    }
    const place = places.push(table) - 1;
    const columns = (listOf(operator, 'column_indexes') as readonly { readonly index: number }[]).map(({ index }) => {
      // Row numbers have an index beyond all columns.
      if (!Number.isSafeInteger(index)) return UNKNOWN;
      const column = { place, column: index };
      return { values: [[column]], reducible: [column] };
    });
    return mapped(operator, 'projection_ids', columns);
  };

  const join = (operator: LogicalOperator): Output => {
    const [leftChild, rightChild] = operator.children ?? [];
    const delim = operator.type === 'LOGICAL_DELIM_JOIN';
    const left = walk(leftChild!);
    if (delim) {
      const eliminated = listOf(operator, 'duplicate_eliminated_columns');
      const usable = left !== null && operator['delim_flipped'] !== true;
      correlated.push(usable ? eliminated.map((expression) => columnAt(left, expression)) : null);
    }
    const right = walk(rightChild!);
    if (delim) correlated.pop();
    const type = String(operator['join_type']);
    const conditions = equalities(operator, left, right);
    if (operator['delim_flipped'] !== true) edges.push(...edgesOfJoin(type, conditions));
    return joined(operator, type, [left, right], conditions);
  };

  walk(root);
  return { places, edges };
}

type Conditions = ReturnType<typeof equalities>;

/** What a join puts out: one side or both, a column of which may lead through an equality to the other side's. */
function joined(
  operator: LogicalOperator,
  type: string,
  [left = null, right = null]: readonly Output[],
  conditions: Conditions = [],
): Output {
  return joinOutput(operator, type, {
    left: left && withPartners(left, conditions, 'left', type),
    right: right && withPartners(right, conditions, 'right', type),
    filled: irreducible,
    mark: UNKNOWN,
  });
}

/** Sides whose rows are put out only with a partner; another one may be filled with NULLs in place of the partner. */
const MATCHED: Readonly<Record<string, string>> = {
  INNER: 'left right',
  SEMI: 'left',
  RIGHT_SEMI: 'right',
  LEFT: 'right',
  SINGLE: 'right',
  RIGHT: 'left',
};

/**
 * Who does not need a row of one side does not need its partners on the other side either, where the equality alone decides
 * (not under MARK, which also looks at NULLs). And a row with a partner has the partner's value.
 */
function withPartners(
  columns: readonly OutputColumn[],
  conditions: Conditions,
  side: 'left' | 'right',
  type: string,
): readonly OutputColumn[] {
  if (type === 'MARK' || type === 'FULL') return columns;
  const matched = MATCHED[type]?.includes(side) === true;
  return columns.map((column, index) => {
    let { values, reducible } = column;
    for (const condition of conditions) {
      const mine = side === 'left' ? condition.leftExpression : condition.rightExpression;
      if (referredColumn(mine) !== index) continue;
      const partner = side === 'left' ? condition.right : condition.left;
      if (matched) values = [...values, ...partner.values];
      // A NULL would be kept by one side's test and not by the other's.
      if (!condition.nullSafe) reducible = [...reducible, ...partner.reducible];
    }
    return { values, reducible };
  });
}

/** A row of a set operation comes from rows equal to it in its inputs. */
function setOperation(operator: LogicalOperator, outputs: readonly Output[]): Output {
  if (outputs.some((output) => output === null)) return null;
  const known = outputs as readonly (readonly OutputColumn[])[];
  return known[0]!.map((first, index) => {
    const columns = known.map((output) => output[index] ?? UNKNOWN);
    const alternative = columns.map((column) => column.values[0] ?? null);
    const union = alternative.some((one) => one === null) ? [] : [alternative.flatMap((one) => one!)];
    return {
      values: operator.type === 'LOGICAL_UNION' ? union : first.values,
      reducible: columns.flatMap((column) => column.reducible),
    };
  });
}

function unknowns(operator: LogicalOperator): Output {
  return listOf(operator, 'chunk_types').map(() => UNKNOWN);
}

function references(operator: LogicalOperator, cte: unknown): number {
  const own = operator.type === 'LOGICAL_CTE_REF' && operator['cte_index'] === cte ? 1 : 0;
  return (operator.children ?? []).reduce((sum, child) => sum + references(child, cte), own);
}
