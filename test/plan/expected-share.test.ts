import { expect, test } from 'vitest';
import { expectedShare, jointShare } from '#dvt/plan/expected-share.js';
import type { CallExpression, Expression, Form } from '#dvt/spi/expression.js';

const boolean = { kind: 'boolean' } as const;
const column: Expression = {
  form: 'column',
  type: { kind: 'int32' },
  column: { name: 'a', type: { kind: 'int32' }, nativeType: 'integer', nullable: true, comparison: 'same' },
};
const literal = (value: number): Expression => ({ form: 'literal', type: { kind: 'int32' }, value: String(value) });
const call = (form: Form, ...operands: Expression[]): CallExpression => ({ form, type: boolean, operands });
const share = (condition: Expression) => expectedShare(condition);

test('what is excluded leaves most rows, what is asked for leaves few', () => {
  const one = call('=', column, literal(1));
  const pattern = call('contains', column, literal(1));
  for (const [asked, excluded] of [
    [one, call('<>', column, literal(1))],
    [one, call('not', one)],
    [pattern, call('not', pattern)],
    [call('in', column, literal(1), literal(2)), call('not in', column, literal(1), literal(2))],
    [call('is null', column), call('is not null', column)],
  ] as const) {
    expect(share(asked)).toBeLessThan(0.5);
    expect(share(excluded)).toBeGreaterThan(0.5);
    expect(share(asked) + share(excluded)).toBeCloseTo(1);
  }
});

test('a longer list leaves more rows, AND fewer, OR more; no guess says that next to none are left, or more than all', () => {
  const list = (size: number) => share(call('in', column, ...Array.from({ length: size }, (_, i) => literal(i))));
  expect(list(1)).toBe(share(call('=', column, literal(1))));
  expect(list(3)).toBeGreaterThan(list(2));
  expect(list(1000)).toBeLessThanOrEqual(0.5);
  const [low, high] = [call('>', column, literal(1)), call('<', column, literal(9))];
  expect(share(call('and', low, high))).toBeLessThan(share(low));
  expect(share(call('or', low, high))).toBeGreaterThan(share(low));
  expect(share(call('and', ...Array.from({ length: 30 }, () => low)))).toBeGreaterThan(0.01);
  expect(share(call('or', ...Array.from({ length: 30 }, () => low)))).toBeLessThan(1);
  expect(jointShare([0.3, 0.5])).toBeCloseTo(0.15);
  expect(jointShare([])).toBe(1);
});
