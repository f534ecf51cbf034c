import { TemplateError, typeError } from '../errors.js';
import { getAttributeOnly } from '../evaluate/access.js';
import { percentFormat } from '../operators/percent-format.js';
import { optionalInt } from '../values/arguments.js';
import type { Dict } from '../values/dict.js';
import { toJson } from '../values/json.js';
import type { CallContext, NativeFunction } from '../values/native-function.js';
import { toRepr, toText } from '../values/print.js';
import { isTrue } from '../values/truth.js';
import type { Tuple } from '../values/tuple.js';
import { Undefined } from '../values/undefined.js';
import type { Value } from '../values/value.js';
import { alias, filter } from './filter.js';

const HTML_IN_JSON: Readonly<Record<string, string>> = {
  '<': '\\u003c',
  '>': '\\u003e',
  '&': '\\u0026',
  "'": '\\u0027',
};

/** As Jinja2's: sorted keys, and safe inside of HTML. */
function tojson([value, indent]: readonly Value[]): Value {
  const spaces = indent === undefined || indent === null ? undefined : optionalInt(indent, 0);
  const text = toJson(value, { sortKeys: true, indent: spaces });
  return text.replace(/[<>&']/g, (character) => HTML_IN_JSON[character]!);
}

function format([value, args, kwargs]: readonly Value[], { budget }: CallContext): Value {
  const positional = args as Tuple;
  const named = kwargs as Dict;
  if (positional.items.length > 0 && named.size > 0) {
    throw typeError("can't handle positional and keyword arguments at the same time");
  }
  return percentFormat(toText(value), named.size > 0 ? named : positional, budget);
}

const fallback = filter('default', ['default_value?', 'boolean?'], ([value, otherwise, boolean]) => {
  const missing = value instanceof Undefined || (isTrue(boolean ?? false) && !isTrue(value));
  return missing ? (otherwise === undefined ? '' : otherwise) : value;
});

/** Filters for values of any type. */
export const VALUE_FILTERS: readonly NativeFunction[] = [
  fallback,
  alias('d', fallback),
  filter('attr', ['name'], ([value, name]) => {
    if (typeof name !== 'string') throw new TemplateError('TypeError', 'attribute name must be string');
    return getAttributeOnly(value, name);
  }),
  filter('tojson', ['indent?'], tojson),
  filter('pprint', [], ([value]) => toRepr(value)),
  filter('string', [], ([value]) => toText(value)),
  filter('format', ['*args', '**kwargs'], format),
];
