import type { Dialect } from '../spi/dialect.js';
import type { ExpressionTree } from '../spi/engine.js';
import type { PushedCondition } from '../spi/plan.js';
import type { Local } from '../spi/predicate.js';
import { evaluationRank } from './evaluation-rank.js';
import { expectedShare } from './expected-share.js';
import { type ColumnLookup, toExpression } from './predicate/expression.js';
import { rewrite } from './predicate/rewrite.js';

/** What can be sent to a source of one filter. Parts of an AND that stay local make the rest a superset. */
export function pushFilter(filter: ExpressionTree, column: ColumnLookup, dialect: Dialect): PushedCondition | Local {
  const condition = toExpression(filter, column);
  if (condition === null) return { class: 'local', reason: 'not a form that every database evaluates alike' };
  const pushed = dialect.pushdown(rewrite(condition, true));
  return pushed.class === 'local'
    ? pushed
    : { ...pushed, share: expectedShare(condition), rank: evaluationRank(condition) };
}
