import type { ZodType, z } from 'zod';
import type { Diagnostic } from '../core/errors.js';
import type { KeyPath, LocatedYaml } from '../core/located-yaml.js';
import { nearest } from '../core/nearest.js';
import { CODES } from './codes.js';

/** Checks a value against a schema. Every mistake is added to `found` at its place; undefined when there was one. */
export function validate<T>(
  schema: ZodType<T>,
  value: unknown,
  context: { readonly yaml: LocatedYaml; readonly keys: KeyPath; readonly found: Diagnostic[] },
): T | undefined {
  const result = schema.safeParse(value);
  if (result.success) return result.data;
  for (const issue of result.error.issues) context.found.push(...diagnostics(issue, schema, value, context));
  return undefined;
}

function diagnostics(
  issue: z.core.$ZodIssue,
  schema: ZodType,
  value: unknown,
  { yaml, keys }: { readonly yaml: LocatedYaml; readonly keys: KeyPath },
): Diagnostic[] {
  const inside = issue.path.map((part) => (typeof part === 'number' ? part : String(part)));
  const place = [...keys, ...inside];
  if (issue.code === 'unrecognized_keys') {
    const known = knownKeys(schema, inside);
    return issue.keys.map((key) =>
      yaml.diagnostic(
        { code: CODES.unknownKey, message: `Unknown key \`${key}\`${under(place)}.`, hint: suggestion(key, known) },
        [...place, key],
        'key',
      ),
    );
  }
  const given = valueAt(value, inside);
  if (given === undefined && issue.code === 'invalid_type') {
    const name = String(place[place.length - 1]);
    return [
      yaml.diagnostic(
        { code: CODES.missingKey, message: `\`${name}\` is missing${under(place.slice(0, -1))}.` },
        place,
      ),
    ];
  }
  const message = `\`${place.join('.')}\` ${expectation(issue)}, found ${shown(given)}.`;
  return [yaml.diagnostic({ code: CODES.invalidValue, message }, place)];
}

function expectation(issue: z.core.$ZodIssue): string {
  if (issue.code === 'invalid_type') return `must be ${TYPE_NAMES[issue.expected] ?? issue.expected}`;
  if (issue.code === 'invalid_value') return `must be one of ${issue.values.map(String).join(', ')}`;
  if (issue.code === 'too_small') return `must be at least ${issue.minimum}`;
  if (issue.code === 'too_big') return `must be at most ${issue.maximum}`;
  if (issue.code === 'invalid_union') {
    const branches = issue.errors.flatMap((errors) => errors.slice(0, 1).map(expectation));
    return branches.length > 0
      ? [...new Set(branches)].join(' or ').replaceAll(' or must be', ' or')
      : 'has a wrong form';
  }
  return issue.message;
}

const TYPE_NAMES: Readonly<Record<string, string>> = {
  string: 'a text',
  number: 'a number',
  int: 'a whole number',
  boolean: 'true or false',
  array: 'a list',
  object: 'a mapping',
  record: 'a mapping',
};

/** A short form of what was found. */
function shown(value: unknown): string {
  if (Array.isArray(value)) return 'a list';
  if (value !== null && typeof value === 'object') return 'a mapping';
  const text = JSON.stringify(value) ?? 'nothing';
  return text.length > 60 ? `${text.slice(0, 57)}...` : text;
}

function under(keys: KeyPath): string {
  return keys.length === 0 ? '' : ` in \`${keys.join('.')}\``;
}

/** "Did you mean ...", or the list where nothing is near. */
export function suggestion(name: string, known: readonly string[]): string | null {
  const near = nearest(name, known);
  if (near !== null) return `Did you mean \`${near}\`?`;
  return known.length === 0 ? null : `Known: ${known.join(', ')}.`;
}

function valueAt(value: unknown, keys: KeyPath): unknown {
  let current = value;
  for (const key of keys) {
    if (current === null || typeof current !== 'object') return undefined;
    current = (current as Record<string | number, unknown>)[key];
  }
  return current;
}

/** The keys of the object schema that stands at a path. */
function knownKeys(schema: ZodType, path: KeyPath): string[] {
  let current: unknown = unwrapped(schema);
  for (const key of path) current = unwrapped(shapeOf(current)?.[key]);
  return Object.keys(shapeOf(current) ?? {});
}

function shapeOf(schema: unknown): Readonly<Record<string, unknown>> | null {
  const shape = schema !== null && typeof schema === 'object' && 'shape' in schema ? schema.shape : null;
  return shape as Readonly<Record<string, unknown>> | null;
}

/** What an optional, nullable or defaulted schema wraps. */
function unwrapped(schema: unknown): unknown {
  let current = schema;
  while (current !== null && typeof current === 'object' && 'unwrap' in current && !('shape' in current)) {
    current = (current.unwrap as () => unknown)();
  }
  return current;
}
