import type { KeyPath, LocatedYaml } from '../../core/located-yaml.js';
import type { Location } from '../../core/position.js';
import { isInt, PyFloat } from '../../jinja/index.js';
import { isMapping, type PropertyReader } from './property-reader.js';

/** One entry of `data_tests:` (or `tests:`), as written: its Jinja is rendered where the test is made. */
export interface TestDeclaration {
  /** with the floats of Python */
  readonly written: unknown;
  readonly location: Location;
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
  return written.map((test: unknown, index) => {
    const keys = [key, index];
    const path = [...owner.path, ...keys];
    return { written: withFloats(test, path, owner.file), location: owner.file.locate(path), owner, keys, column };
  });
}

/** `1.0` is a whole number to JavaScript, and a float to Python, whose text of it stands in dbt's ids. */
function withFloats(value: unknown, keys: KeyPath, file: LocatedYaml): unknown {
  if (typeof value === 'number' && isInt(value)) {
    return /[.eE]/.test(file.source(keys) ?? '') ? new PyFloat(value) : value;
  }
  if (Array.isArray(value)) return value.map((item, index) => withFloats(item, [...keys, index], file));
  if (!isMapping(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, withFloats(item, [...keys, key], file)]));
}
