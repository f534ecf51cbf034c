import { TemplateError } from '../errors.js';
import { pairsOf } from '../methods/dict.js';
import { intArgument } from '../values/arguments.js';
import { Dict } from '../values/dict.js';
import { HostObject } from '../values/host-object.js';
import { Namespace } from '../values/namespace.js';
import { hostFunction, type NativeFunction } from '../values/native-function.js';
import { toText } from '../values/print.js';
import { Range } from '../values/range.js';
import type { Tuple } from '../values/tuple.js';
import type { Value } from '../values/value.js';

function range([first, second, step]: readonly Value[]): Range {
  const bounds = [first, second, step].map((value) => (value === undefined ? undefined : intArgument(value)));
  if (bounds[1] === undefined) return new Range(0, bounds[0]!, 1);
  return new Range(bounds[0]!, bounds[1], bounds[2] ?? 1);
}

function dict([value, named]: readonly Value[]): Dict {
  return new Dict([...(value === undefined ? [] : pairsOf(value)), ...(named as Dict).entries()]);
}

function namespace([value, named]: readonly Value[]): Namespace {
  const result = new Namespace();
  for (const [key, item] of dict([value, named]).entries()) result.attributes.set(toText(key), item);
  return result;
}

function cycler([values]: readonly Value[]): HostObject {
  const { items } = values as Tuple;
  if (items.length === 0) throw new TemplateError('TypeError', 'at least one item has to be provided');
  let position = 0;
  const next = hostFunction('next', [], () => {
    const current = items[position];
    position = (position + 1) % items.length;
    return current;
  });
  const reset = hostFunction('reset', [], () => {
    position = 0;
  });
  const getAttribute = (name: string) => (name === 'current' ? items[position] : undefined);
  return new HostObject({ typeName: 'Cycler', attributes: { next, reset }, getAttribute });
}

function joiner([separator]: readonly Value[]): HostObject {
  let used = false;
  const call = hostFunction('joiner', [], () => {
    const text = used ? (separator ?? ', ') : '';
    used = true;
    return text;
  });
  return new HostObject({ typeName: 'Joiner', call });
}

/** The functions of Jinja2 itself, except `lipsum`. */
export const GLOBAL_FUNCTIONS: readonly NativeFunction[] = [
  hostFunction('range', ['start', 'stop?', 'step?'], range),
  hostFunction('dict', ['value?', '**named'], dict),
  hostFunction('namespace', ['value?', '**named'], namespace),
  hostFunction('cycler', ['*items'], cycler),
  hostFunction('joiner', ['sep?'], joiner),
];
