import type { ExpressionTree } from '../../spi/engine.js';
import type { BlockSite } from './block-site.js';
import { columnNames, type Modifier, wholeNumber } from './query-tree.js';
import { isLabel } from './replacement.js';
import { lower, type ScopeColumn, type ScopeRelation } from './scope.js';

/** A LIMIT with its ORDER BY, as the source is to apply them. */
export interface Top {
  /** rows that the source must give: those passed over are among them */
  readonly rows: number;
  readonly terms: readonly TopTerm[];
}

interface TopTerm {
  readonly expression: ExpressionTree;
  readonly direction: 'asc' | 'desc';
  readonly nulls: 'first' | 'last';
}

/** Most rows that are asked of a source in one sorted piece. */
const MOST_ROWS = 100_000;

/** The limit of a select, with the expressions that its ORDER BY means; null where there is none of constants. */
export function topOf({ tree, scope }: Pick<BlockSite, 'tree' | 'scope'>): Top | null {
  let limit: number | null = null;
  let terms: readonly TopTerm[] | null = [];
  for (const modifier of tree.modifiers) {
    if (modifier.type === 'LIMIT_MODIFIER') {
      const [rows, offset] = [wholeNumber(modifier.limit), modifier.offset === null ? 0 : wholeNumber(modifier.offset)];
      if (rows === null || offset === null) return null;
      limit = rows + offset;
    } else if (modifier.type === 'ORDER_MODIFIER') terms = termsOf(modifier);
    else if (modifier.type === 'LIMIT_PERCENT_MODIFIER') return null;
  }
  return limit === null || terms === null || limit > MOST_ROWS ? null : { rows: limit, terms };

  function termsOf(modifier: Extract<Modifier, { readonly type: 'ORDER_MODIFIER' }>): readonly TopTerm[] | null {
    const found = modifier.orders.map((term): TopTerm | null => {
      const expression = meant(term.expression);
      if (expression === null) return null;
      // DuckDB's defaults: ascending, NULLs last whatever the direction.
      const direction = term.type === 'DESCENDING' ? 'desc' : 'asc';
      return { expression, direction, nulls: term.null_order === 'NULLS FIRST' ? 'first' : 'last' };
    });
    return found.includes(null) ? null : (found as TopTerm[]);
  }

  function meant(expression: ExpressionTree): ExpressionTree | null {
    const position = wholeNumber(expression);
    if (position !== null) return tree.select_list[position - 1] ?? null;
    if (!isLabel(expression, scope)) return expression;
    const name = lower(columnNames(expression)![0]!);
    const named = tree.select_list.filter((item) => lower(String(item['alias'])) === name);
    return named.length === 1 ? named[0]! : null;
  }
}

/** Relations of which no two rows are equal in these columns: one of their keys is among them. */
export function determined(columns: readonly ScopeColumn[]): ReadonlySet<ScopeRelation> {
  return new Set(
    columns
      .map(({ relation }) => relation)
      .filter((relation) => {
        const names = new Set(columns.filter((one) => one.relation === relation).map(({ column }) => column.scan.name));
        const keys = relation.described.relation.keys ?? [];
        return keys.some((key) => key.length > 0 && key.every((name) => names.has(name)));
      }),
  );
}
