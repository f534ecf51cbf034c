import { isPlainObject, ownValue } from '../values/plain-object.js';
import type { Value } from '../values/value.js';

/** The names that every template and macro of a run sees. */
export interface Globals {
  /** The value of a name, undefined where there is none. */
  get(name: string): Value | undefined;
  /** All names, for "Did you mean". */
  names(): Iterable<string>;
}

/** What a caller may give as context: plain data, a `Map`, or names that are computed when they are asked for. */
export type Context = Globals | ReadonlyMap<string, Value> | Readonly<Record<string, Value>>;

/** A context in the form that the evaluator uses. */
export function toGlobals(context: Context): Globals {
  if (context instanceof Map) return { get: (name) => context.get(name), names: () => context.keys() };
  if (isGlobals(context)) return context;
  return { get: (name) => ownValue(context, name), names: () => Object.keys(context) };
}

function isGlobals(context: Context): context is Globals {
  const { get, names } = context as Partial<Globals>;
  // Functions are no data, so a plain context never has them under these names.
  return (!isPlainObject(context) || typeof get === 'function') && typeof names === 'function';
}
