import type { KeyPath } from '../../core/located-yaml.js';
import type { PropertyReader } from './property-reader.js';

/** One entry of `data_tests:` (or `tests:`), as written: its Jinja is rendered where the test is made. */
export interface TestDeclaration {
  readonly written: unknown;
  /** the mapping that it is written under */
  readonly owner: PropertyReader;
  /** its place below the owner's */
  readonly keys: KeyPath;
  /** the column that it is written under */
  readonly column: TestedColumn | null;
}

export interface TestedColumn {
  readonly name: string;
  readonly quote: boolean;
  readonly tags: readonly string[];
}

/** The tests that are written under a node, a source's table or a column. */
export function readTests(owner: PropertyReader, column: TestedColumn | null): readonly TestDeclaration[] {
  const both = owner.value['tests'] != null && owner.value['data_tests'] != null;
  if (both) owner.add('DVT1202', 'There are both `tests:` and `data_tests:` here.', 'tests', 'Keep `data_tests:`.');
  const key = owner.value['data_tests'] == null ? 'tests' : 'data_tests';
  const written = owner.value[key];
  if (written === undefined || written === null) return [];
  if (!Array.isArray(written)) {
    owner.wrong(key, 'a list', `Start each test with a dash: ${key}:\n  - unique`);
    return [];
  }
  return written.map((test: unknown, index) => ({ written: test, owner, keys: [key, index], column }));
}
