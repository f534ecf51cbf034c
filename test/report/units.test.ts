import { expect, test } from 'vitest';
import { countOf, countText } from '#dvt/report/units.js';

test.each([
  [0, '0'],
  [999, '999'],
  [1000, '1,000'],
  [6_001_215, '6,001,215'],
  // estimates
  [1234.5678, '1,235'],
  [0.1234, '0'],
  [-1234, '-1,234'],
])('%s is written as %s', (count, text) => {
  expect(countText(count)).toBe(text);
});

test('one is singular', () => {
  expect([countOf(1, 'row'), countOf(2000, 'row')]).toEqual(['1 row', '2,000 rows']);
});
