import type { NativeFunction } from '../values/native-function.js';
import { toText } from '../values/print.js';
import { COMPARISON_TESTS } from './comparison-tests.js';
import { test } from './test.js';
import { TYPE_TESTS } from './type-tests.js';

/** The tests of Jinja2 3.1; two of them ask what filters and tests there are. */
export function builtInTests(
  hasFilter: (name: string) => boolean,
  hasTest: (name: string) => boolean,
): readonly NativeFunction[] {
  return [
    ...TYPE_TESTS,
    ...COMPARISON_TESTS,
    test('filter', (value) => hasFilter(toText(value))),
    test('test', (value) => hasTest(toText(value))),
  ];
}
