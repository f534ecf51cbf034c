import type { Dialect } from '../../spi/dialect.js';
import type { BlockExpressions } from './block-expressions.js';
import type { FromClause, FromMember } from './from-clause.js';
import type { ScopeRelation } from './scope.js';

/** FROM and WHERE of a block in the source's SQL; null where a condition is not exact. */
export function fromSql(
  from: FromClause,
  conditions: Parameters<BlockExpressions['condition']>[0][],
  expressions: BlockExpressions,
  dialect: Dialect,
): string | null {
  const members = from.members.map((member) => memberSql(member, expressions, dialect));
  const terms = [
    ...from.equal.map(([left, right]) => expressions.equality(left, right)),
    ...expressions.cheapFirst([...from.conditions, ...conditions]).map((condition) => expressions.condition(condition)),
  ];
  if (members.includes(null) || terms.includes(null)) return null;
  return ` from ${members.join(' cross join ')}${terms.length === 0 ? '' : ` where ${terms.join(' and ')}`}`;
}

function memberSql(member: FromMember, expressions: BlockExpressions, dialect: Dialect): string | null {
  if (member.kind === 'relation') return relationSql(member.relation, dialect);
  const left = memberSql(member.left, expressions, dialect);
  const right = memberSql(member.right, expressions, dialect);
  const on = member.on.map((condition) => expressions.condition(condition));
  if (left === null || right === null || on.includes(null)) return null;
  return `(${left} left join ${right} on ${on.length === 0 ? '1 = 1' : on.join(' and ')})`;
}

function relationSql({ described, qualifier }: ScopeRelation, dialect: Dialect): string {
  return `${dialect.relation(described.relation.name)} as ${dialect.quote(qualifier)}`;
}
