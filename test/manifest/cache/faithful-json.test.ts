import fc from 'fast-check';
import { expect, test } from 'vitest';
import { PyFloat } from '#dvt/jinja/index.js';
import { fromFaithful, toFaithful } from '#dvt/manifest/cache/faithful-json.js';

const round = (value: unknown) => fromFaithful(JSON.parse(JSON.stringify(toFaithful(value).value)));

test('whatever users write comes back from JSON as it was', () => {
  const { value } = fc.letrec((tie) => ({
    value: fc.oneof(
      { depthSize: 'small' },
      fc.string(),
      fc.double(),
      fc.integer(),
      fc.bigInt(),
      fc.boolean(),
      fc.constantFrom(null, undefined, -0, Number.NaN, Number.POSITIVE_INFINITY, new PyFloat(1), new PyFloat(-0)),
      fc.array(tie('value')),
      fc.dictionary(fc.constantFrom('a', 'b', '$dvt', '__proto__'), tie('value'), { noNullPrototype: true }),
      fc.array(fc.tuple(fc.string(), tie('value'))).map((entries) => new Map(entries)),
    ),
  }));
  fc.assert(
    fc.property(value, (given) => {
      expect(round(given)).toStrictEqual(given);
    }),
  );
});

test('what JSON holds already is the same object, unmarked', () => {
  const given = { a: [1, 'x', { b: null }] };
  expect(toFaithful(given)).toEqual({ value: given, marks: false });
  expect(toFaithful(given).value).toBe(given);
});

test('what cannot be kept is refused', () => {
  expect(() => toFaithful({ a: [() => 1] })).toThrow('function');
  expect(() => toFaithful(new Date())).toThrow('Date');
});
