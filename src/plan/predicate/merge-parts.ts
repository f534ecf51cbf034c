import type { CallExpression, Expression } from '../../spi/expression.js';
import { condition, isValue } from './comparison-to-literal.js';

/** `x = 1 or x in (2, 3)`, the form in which DuckDB repeats a list above a scan, as one list again. */
export function mergeEqualities(parts: readonly Expression[]): Expression[] {
  const lists = new Map<string, CallExpression>();
  const others: Expression[] = [];
  for (const part of parts) {
    const list = asList(part);
    if (list === null) {
      others.push(part);
      continue;
    }
    const key = JSON.stringify(list.operands[0]);
    const known = lists.get(key);
    lists.set(key, known === undefined ? list : { ...known, operands: [...known.operands, ...list.operands.slice(1)] });
  }
  return [...[...lists.values()].map((list) => (list.operands.length === 2 ? single(list) : list)), ...others];
}

function asList(part: Expression): CallExpression | null {
  if (part.form === 'in')
    return (part as CallExpression).operands.slice(1).every(isValue) ? (part as CallExpression) : null;
  if (part.form !== '=') return null;
  const { operands } = part as CallExpression;
  return isValue(operands[1]) && operands[0]!.form !== 'literal' ? { ...(part as CallExpression), form: 'in' } : null;
}

function single(list: CallExpression): CallExpression {
  return { ...list, form: '=' };
}

/**
 * `s >= 'abc' and s < 'abd'`, which DuckDB makes of `s like 'abc%'`, as that prefix again: a range of bytes follows no
 * collation's order, a prefix can still use an index.
 */
export function mergePrefixes(parts: readonly Expression[]): Expression[] {
  const merged = [...parts];
  for (const low of parts) {
    const from = bound(low, '>=');
    if (from === null) continue;
    const high = parts.find((part) => {
      const to = bound(part, '<');
      return to !== null && to.column === from.column && isNext(from.text, to.text);
    });
    if (high === undefined) continue;
    merged.splice(merged.indexOf(high), 1);
    const { operands } = low as CallExpression;
    merged[merged.indexOf(low)] = { form: 'prefix', type: { kind: 'boolean' }, operands };
  }
  return merged;
}

function bound(part: Expression, form: '>=' | '<'): { readonly column: unknown; readonly text: string } | null {
  if (part.form !== form) return null;
  const [left, right] = (part as CallExpression).operands;
  if (left?.form !== 'column' || !isValue(right) || right.type.kind !== 'varchar' || right.value === '') return null;
  return { column: left.column, text: right.value };
}

/** Whether `next` is `text` with its last byte counted up: between them lies what starts with `text`, and nothing else. */
function isNext(text: string, next: string): boolean {
  const bytes = Buffer.from(text);
  if (bytes.at(-1) === 0xff) return false;
  bytes[bytes.length - 1]! += 1;
  return bytes.equals(Buffer.from(next));
}

/** Parts joined, or the only one. */
export function joined(form: 'and' | 'or', parts: readonly Expression[]): Expression {
  return parts.length === 1 ? parts[0]! : condition(form, ...parts);
}
