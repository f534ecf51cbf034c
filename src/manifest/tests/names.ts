import { hash } from 'node:crypto';
import { toRepr, toText, type Value } from '../../jinja/index.js';
import { isMapping } from '../properties/property-reader.js';

/** Names of generic tests are parts of ids that artifacts, selections and dashboards hold: they are dbt's to the letter. */
interface TestName {
  /** for the alias, at most 63 characters */
  readonly short: string;
  readonly full: string;
}

const LONGEST = 63;

/**
 * The name of a test that was given none: type, target and the values of its arguments in the order of their names
 * (dbt-core 1.10, `synthesize_generic_test_names`).
 */
export function testName(type: string, target: string, args: Readonly<Record<string, unknown>>): TestName {
  const values = Object.keys(args)
    .filter((name) => name !== 'model')
    .sort()
    .flatMap((name) => parts(args[name]))
    .map((value) => toText(value as Value).replace(/[^0-9a-zA-Z_]+/g, '_'));
  const identifier = `${type}_${target}`;
  const full = `${identifier}_${values.join('__')}`;
  if (full.length <= LONGEST) return { short: full, full };
  return { short: `${identifier.slice(0, 30)}_${md5(full)}`, full };
}

function parts(value: unknown): readonly unknown[] {
  if (Array.isArray(value)) return value;
  return isMapping(value) && !isFloatValue(value) ? Object.values(value) : [value];
}

/** A float of YAML is kept as a value of its own, for `1.0` is not `1` in Python. */
function isFloatValue(value: object): boolean {
  return Object.getPrototypeOf(value) !== Object.prototype && Object.getPrototypeOf(value) !== null;
}

/** What the hash in a test's id is made of. */
export interface TestMetadata {
  readonly namespace: string | null;
  readonly name: string;
  readonly kwargs: Readonly<Record<string, unknown>>;
}

/** The last part of a generic test's id (dbt-core 1.10, `SchemaGenericTestParser.create_test_node`). */
export function testHash(name: string, { namespace, name: type, kwargs }: TestMetadata): string {
  return md5(name + toRepr(hashable({ kwargs, name: type, namespace }) as Value)).slice(-10);
}

function hashable(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(hashable);
  if (isMapping(value) && !isFloatValue(value)) {
    return Object.fromEntries(
      Object.keys(value)
        .sort()
        .map((key) => [key, hashable(value[key])]),
    );
  }
  return toText(value as Value);
}

function md5(text: string): string {
  return hash('md5', text);
}
