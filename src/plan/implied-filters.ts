import type { ExpressionTree, LogicalOperator } from '../spi/engine.js';
import { scannedColumns } from './bound-filters.js';
import { joinOutput, listOf, mapped, scannedTable } from './logical-operators.js';
import { mentionedColumns, type StubScan } from './plan-scans.js';
import { parsedTree } from './predicate/bound-tree.js';
import { columnsIn } from './stand-ins/columns-in.js';

/** References to the columns of stubs that an operator puts out; null for another column, and for all where not even their number is known. */
type Columns = readonly (ExpressionTree | null)[] | null;

/**
 * What conditions over several relations say of one alone: where `(a.x = 1 and b.y = 2) or (a.x = 3 and b.y = 4)` is true,
 * `a.x = 1 or a.x = 3` is, too. DuckDB 1.5 sees that, but not where the alternatives hold the condition of the join as well:
 * then it leaves all above the join and fetches all rows of both. What is missing is added to scans of stubs that are scanned
 * once; rows that do not meet it would be left out above.
 */
export function withImpliedFilters(scans: readonly StubScan[], logical: LogicalOperator | null): StubScan[] {
  if (logical === null) return [...scans];
  const conditions = conditionsOverJoins(logical);
  if (conditions.length === 0) return [...scans];
  return scans.map((scan) => {
    const { token } = scan;
    if (scans.filter((other) => other.token === token).length > 1) return scan;
    const compared = comparedColumns(scan);
    const implied = conditions.flatMap((condition) => impliedFor(token, condition) ?? []);
    const missing = implied.filter((one) => [...(columnsIn(one, token) ?? [])].some((column) => !compared.has(column)));
    return missing.length === 0 ? scan : { ...scan, implied: missing };
  });
}

/** Positions of the columns that a scan's filters compare already. */
function comparedColumns(scan: StubScan): ReadonlySet<number> {
  const bound = (scan.bound ?? []).flatMap((tree) => [...(columnsIn(tree, scan.token) ?? [])]);
  return new Set([...mentionedColumns({ ...scan, mentions: scan.filters }), ...bound]);
}

/**
 * Conditions of filters above joins. A column is known in them only where each of the rows that are filtered is one row of its
 * relation, such that to leave out that row is to leave out those: not above groups, limits, windows, set operations, nor on
 * the side of a join that may be filled with NULLs instead.
 */
function conditionsOverJoins(root: LogicalOperator): ExpressionTree[] {
  const conditions: ExpressionTree[] = [];
  const walk = (operator: LogicalOperator): Columns => {
    const outputs = (operator.children ?? []).map(walk);
    const [only = null] = outputs;
    switch (operator.type) {
      case 'LOGICAL_GET': {
        const table = scannedTable(operator);
        return table !== null && outputs.length === 0 ? scannedColumns(operator, table) : null;
      }
      case 'LOGICAL_FILTER':
        if (only === null) return null;
        for (const expression of listOf(operator, 'expressions')) {
          const tree = parsedTree(expression, (position) => only[position] ?? null);
          if (tree !== null) conditions.push(tree);
        }
        return mapped(operator, 'projection_map', only);
      case 'LOGICAL_PROJECTION':
        return listOf(operator, 'expressions').map(
          (expression) => only && parsedTree(expression, (position) => only[position] ?? null),
        );
      case 'LOGICAL_ORDER_BY':
        return only && mapped(operator, 'projections', only);
      case 'LOGICAL_COMPARISON_JOIN':
      case 'LOGICAL_ANY_JOIN':
        return joined(operator, String(operator['join_type']), outputs);
      case 'LOGICAL_CROSS_PRODUCT':
        return joined(operator, 'INNER', outputs);
      default:
        return null;
    }
  };
  const joined = (operator: LogicalOperator, type: string, [left = null, right = null]: readonly Columns[]): Columns =>
    joinOutput<ExpressionTree | null>(operator, type, { left, right, filled: () => null, mark: null });
  walk(root);
  return conditions;
}

/** What a condition over several relations says of the one with this token; null: nothing. */
function impliedFor(token: string, condition: ExpressionTree): ExpressionTree | null {
  const tokens = tokensIn(condition);
  return tokens.has(token) && tokens.size > 1 ? implied(token, condition) : null;
}

function implied(token: string, tree: ExpressionTree): ExpressionTree | null {
  if (tree.class === 'CONJUNCTION') {
    const parts = (tree['children'] as readonly ExpressionTree[]).map((part) => implied(token, part));
    const known = parts.filter((part) => part !== null);
    if (known.length === 0 || (tree.type === 'CONJUNCTION_OR' && known.length < parts.length)) return null;
    return known.length === 1 ? known[0]! : { ...tree, children: known };
  }
  const tokens = tokensIn(tree);
  return tokens.size === 1 && tokens.has(token) ? tree : null;
}

/** Tokens of the relations that an expression names; what has no form counts as one more. */
function tokensIn(tree: unknown, found = new Set<string>()): Set<string> {
  if (Array.isArray(tree)) for (const part of tree) tokensIn(part, found);
  else if (tree !== null && typeof tree === 'object') {
    const { class: kind, column_names: names } = tree as { readonly class?: unknown; readonly column_names?: unknown };
    if (kind === 'COLUMN_REF') found.add(String((names as readonly string[])[0]).replace(/_\d+$/, ''));
    else if (kind === 'UNKNOWN') found.add('');
    else for (const part of Object.values(tree)) tokensIn(part, found);
  }
  return found;
}
