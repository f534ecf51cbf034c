import { isInteger } from '../../core/integer-type.js';
import type { CallExpression, Expression, LiteralExpression } from '../../spi/expression.js';
import { condition } from './comparison-to-literal.js';

/** From here on, neighbours among integers are sent as ranges where that is so much shorter. */
const LONG = 16;
const VALUES_A_RUN = 4;
/** Characters of constants beyond which a list is sent as the range it lies in: servers limit the length of statements. */
const LONGEST = 500_000;

/** A list sorted, without duplicates, and as short as it can be said. */
export function compactList(call: CallExpression): Expression {
  const [value, ...items] = call.operands;
  if (value === undefined || !items.every((item): item is LiteralExpression => item.form === 'literal')) return call;
  const distinct = [...new Map(items.map((item) => [item.value, item])).values()];
  const hasNull = distinct.some((item) => item.value === null);
  const sorted = hasNull ? distinct : distinct.toSorted(byValue);
  const compact: CallExpression = { ...call, operands: [value, ...sorted] };
  if (hasNull || !isInteger(value.type) || sorted.length < LONG) return compact;
  const runs = runsOf(sorted.map((item) => BigInt(item.value!)));
  if (runs.length * VALUES_A_RUN > sorted.length) return compact;
  const ranges = condition('or', ...runs.map((run) => within(value, run)));
  return call.form === 'in' ? ranges : condition('not', ranges);
}

/** Of a list too long for a statement the range, which holds more rows; null where the list is short enough or has none. */
export function rangeOfLongList({ form, operands }: CallExpression): Expression | null {
  const [value, ...items] = operands as readonly [Expression, ...LiteralExpression[]];
  const length = items.reduce((sum, item) => sum + (item.value?.length ?? 0) + 3, 0);
  if (form !== 'in' || length < LONGEST || value.type.kind === 'varchar') return null;
  const [low, high] = [items[0]!, items.at(-1)!];
  return { form: 'between', type: { kind: 'boolean' }, operands: [value, low, high] };
}

function byValue(a: LiteralExpression, b: LiteralExpression): number {
  if (isInteger(a.type)) return BigInt(a.value!) < BigInt(b.value!) ? -1 : 1;
  if (a.type.kind === 'decimal' || a.type.kind.startsWith('float')) return Number(a.value) - Number(b.value);
  return a.value! < b.value! ? -1 : 1;
}

type Run = readonly [low: bigint, high: bigint];

function runsOf(numbers: readonly bigint[]): Run[] {
  const runs: Run[] = [];
  for (const number of numbers) {
    const last = runs.at(-1);
    if (last !== undefined && last[1] + 1n === number) runs[runs.length - 1] = [last[0], number];
    else runs.push([number, number]);
  }
  return runs;
}

function within(value: Expression, [low, high]: Run): CallExpression {
  const literal = (number: bigint): LiteralExpression => ({ form: 'literal', type: value.type, value: String(number) });
  const type = { kind: 'boolean' } as const;
  return low === high
    ? { form: '=', type, operands: [value, literal(low)] }
    : { form: 'between', type, operands: [value, literal(low), literal(high)] };
}
