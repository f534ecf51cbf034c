import { PyFloat } from '../../jinja/index.js';

/** A mapping with this one key stands for a value that JSON has no form for. */
const MARK = '$dvt';

/** A value for JSON, and whether something in it had to be marked. */
export interface Marked {
  readonly value: unknown;
  readonly marks: boolean;
}

/**
 * A value that JSON gives back as it is, in the places where users write what they like: floats that read like ints, infinity,
 * bigints, maps, absent values. What nothing changes is the same object. Throws for what has no such form, as a function.
 */
export function toFaithful(value: unknown): Marked {
  let marks = false;
  const mark = (kind: string, content: unknown): unknown => {
    marks = true;
    return { [MARK]: [kind, content] };
  };
  const visit = (item: unknown): unknown => {
    switch (typeof item) {
      case 'string':
      case 'boolean':
        return item;
      case 'number':
        return Number.isFinite(item) && !Object.is(item, -0)
          ? item
          : mark('number', String(Object.is(item, -0) ? '-0' : item));
      case 'bigint':
        return mark('bigint', String(item));
      case 'undefined':
        return mark('undefined', null);
      case 'object':
        return item === null ? null : visitObject(item);
      default:
        throw new TypeError(`A ${typeof item} cannot be kept.`);
    }
  };
  const visitObject = (item: object): unknown => {
    if (isPlain(item)) return item;
    if (Array.isArray(item)) return item.map(visit);
    if (item instanceof PyFloat) return mark('float', visit(item.value));
    if (item instanceof Map)
      return mark(
        'map',
        [...item].map(([key, value]) => [visit(key), visit(value)]),
      );
    const prototype = Object.getPrototypeOf(item);
    if (prototype !== Object.prototype && prototype !== null) {
      throw new TypeError(`A ${prototype.constructor?.name} cannot be kept.`);
    }
    const entries = Object.entries(item);
    if (entries.length === 1 && entries[0]![0] === MARK) return mark('mapping', visit(entries[0]![1]));
    return Object.fromEntries(entries.map(([key, value]) => [key, visit(value)]));
  };
  const result = visit(value);
  return { value: result, marks };
}

/** Whether JSON gives a value back as it is; most are, and copying them to see it takes three times as long. */
function isPlain(value: unknown): boolean {
  if (typeof value === 'string' || typeof value === 'boolean' || value === null) return true;
  if (typeof value === 'number') return Number.isFinite(value) && !Object.is(value, -0);
  if (typeof value !== 'object') return false;
  if (Array.isArray(value)) return value.every(isPlain);
  const prototype = Object.getPrototypeOf(value);
  if (prototype !== Object.prototype && prototype !== null) return false;
  for (const key in value) if (key === MARK || !isPlain((value as Record<string, unknown>)[key])) return false;
  return true;
}

/** The value that `toFaithful` was given, after a round through JSON. */
export function fromFaithful(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(fromFaithful);
  if (value === null || typeof value !== 'object') return value;
  const entries = Object.entries(value);
  const [first] = entries;
  if (entries.length !== 1 || first![0] !== MARK) {
    return Object.fromEntries(entries.map(([key, item]) => [key, fromFaithful(item)]));
  }
  const [kind, content] = first![1] as [string, unknown];
  switch (kind) {
    case 'number':
      return Number(content);
    case 'bigint':
      return BigInt(content as string);
    case 'undefined':
      return undefined;
    case 'float':
      return new PyFloat(fromFaithful(content) as number);
    case 'map':
      return new Map((content as [unknown, unknown][]).map(([key, item]) => [fromFaithful(key), fromFaithful(item)]));
    default:
      return { [MARK]: fromFaithful(content) };
  }
}
