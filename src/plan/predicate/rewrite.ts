import type { CallExpression, Expression } from '../../spi/expression.js';
import { evaluationRank } from '../evaluation-rank.js';
import { type ComparisonToLiteral, compare, comparisonToLiteral, condition, isValue } from './comparison-to-literal.js';
import { impliedRange } from './implied-range.js';
import { compactList, rangeOfLongList } from './in-list.js';
import { joined, mergeEqualities, mergePrefixes } from './merge-parts.js';
import { moveToConstant } from './move-to-constant.js';

/**
 * A condition said such that sources can use their indexes: constants on the right and everything computed moved into
 * them, lists sorted and merged. Where only truth counts (`isFilter`), ranges that follow from it are added.
 */
export function rewrite(expression: Expression, isFilter: boolean): Expression {
  switch (expression.form) {
    case 'column':
    case 'literal':
      return expression;
    case 'and':
      return joined('and', cheapFirst(mergePrefixes(flat(expression as CallExpression, isFilter))));
    case 'or':
      return joined('or', listed(mergeEqualities(flat(expression as CallExpression, isFilter)), isFilter));
    case 'not':
      return negation(rewrite((expression as CallExpression).operands[0]!, false), expression as CallExpression);
    case 'in':
    case 'not in':
      return list(expression as CallExpression, isFilter);
    default:
      return comparison(expression as CallExpression, isFilter);
  }
}

/** Parts of an AND or OR, those of the same connective inside it included. */
function flat({ form, operands }: CallExpression, isFilter: boolean): Expression[] {
  return operands
    .map((operand) => rewrite(operand, isFilter))
    .flatMap((operand) => (operand.form === form ? (operand as CallExpression).operands : [operand]));
}

function cheapFirst(parts: readonly Expression[]): Expression[] {
  return parts.toSorted((a, b) => evaluationRank(a) - evaluationRank(b));
}

function listed(parts: readonly Expression[], isFilter: boolean): Expression[] {
  return parts.map((part) => (part.form === 'in' ? list(part as CallExpression, isFilter) : part));
}

function negation(operand: Expression, call: CallExpression): Expression {
  if (operand.form === 'not') return (operand as CallExpression).operands[0]!;
  return { ...call, operands: [operand] };
}

function list(call: CallExpression, isFilter: boolean): Expression {
  const json = jsonTextIn(call.operands[0]!, call);
  if (json !== null && call.form === 'in') return json;
  const compact = compactList(call);
  return (isFilter && compact.form === 'in' ? rangeOfLongList(compact as CallExpression) : null) ?? compact;
}

function comparison(call: CallExpression, isFilter: boolean): Expression {
  const found = nullTest(call) ?? comparisonToLiteral(call);
  if (found === null) return call;
  if ('operands' in found) return found;
  const json = found.form === '=' ? jsonTextIn(found.left, compare(found)) : null;
  return json ?? moved(found, isFilter);
}

function moved(found: ComparisonToLiteral, isFilter: boolean): Expression {
  const simpler = moveToConstant(found);
  if (simpler !== null) return rewrite(simpler, isFilter);
  const range = isFilter ? impliedRange(found) : null;
  return range === null ? compare(found) : condition('and', rewrite(range, true), compare(found));
}

/** `x is distinct from null` */
function nullTest(call: CallExpression): CallExpression | null {
  if (call.form !== 'is distinct from' && call.form !== 'is not distinct from') return null;
  const operand = call.operands.find((one) => !(one.form === 'literal' && one.value === null));
  if (operand === undefined || call.operands.every((one) => one.form !== 'literal' || one.value !== null)) return null;
  return { ...call, form: call.form === 'is distinct from' ? 'is not null' : 'is null', operands: [operand] };
}

/** The text of a key is compared with constants: what the source says of it depends on them. */
function jsonTextIn(text: Expression, { operands }: CallExpression): CallExpression | null {
  if (text.form !== 'json text') return null;
  const [document, key] = (text as CallExpression).operands;
  const values = operands.slice(1);
  if (document === undefined || !isValue(key) || !values.every(isValue)) return null;
  return { form: 'json text in', type: { kind: 'boolean' }, operands: [document, key, ...values] };
}
