import type { Budget } from '../budget.js';
import { TemplateError, typeError, valueError } from '../errors.js';
import { PyDecimal } from '../values/decimal.js';
import { dictView } from '../values/dict-view.js';
import { itemsOrNone } from '../values/iterate.js';
import { asNumber, isFloat, PyFloat, type PyNumber, toDouble } from '../values/number.js';
import { toRepr, toText } from '../values/print.js';
import { Tuple } from '../values/tuple.js';
import { typeName } from '../values/type-name.js';
import type { Value } from '../values/value.js';
import { formatNumber } from './format-number.js';

const PLACE = /%(?:\(([^)]*)\))?([#0\- +]*)(\d+|\*)?(?:\.(\d+|\*))?[hlL]?([\s\S]?)/g;

/** `format % argument` of Python, with a tuple of arguments or a dict for `%(name)s`. */
export function percentFormat(format: string, argument: Value, budget: Budget): string {
  const reader = new ArgumentReader(argument);
  const text = format.replace(PLACE, (_, key, flags: string, width, precision, type: string) => {
    if (type === '%') return '%';
    const size = sizeOf(width, reader);
    const digits = sizeOf(precision, reader);
    budget.text(size ?? 0);
    if (type === '') throw valueError('incomplete format');
    const value = key === undefined ? reader.next() : reader.named(key);
    return padded(convert(value, type, digits, flags), flags, size ?? 0, type);
  });
  reader.finish();
  budget.text(text.length);
  return text;
}

function sizeOf(text: string | undefined, reader: ArgumentReader): number | undefined {
  if (text !== '*') return text === undefined ? undefined : Number(text);
  const value = asNumber(reader.next());
  if (value === undefined) throw typeError('* wants int');
  return toDouble(value);
}

function convert(value: Value, type: string, precision: number | undefined, flags: string): string {
  switch (type) {
    case 's':
      return toText(value).slice(0, precision);
    case 'r':
    case 'a':
      return toRepr(value).slice(0, precision);
    case 'c':
      return typeof value === 'string' ? value : formatNumber(numberFor(value, type), 'c', undefined, false);
    case 'd':
    case 'i':
    case 'u':
      return signed(formatNumber(truncated(numberFor(value, type)), 'd', undefined, false), flags);
    case 'x':
    case 'X':
    case 'o':
      if (isFloat(value)) throw typeError(`%${type} format: an integer is required, not float`);
      return signed(formatNumber(numberFor(value, type), type, undefined, flags.includes('#')), flags);
    case 'e':
    case 'E':
    case 'f':
    case 'F':
    case 'g':
    case 'G':
      return signed(formatNumber(numberFor(value, type), type, precision ?? 6, false), flags);
    default:
      throw valueError(`unsupported format character '${type}' (0x${type.charCodeAt(0).toString(16)})`);
  }
}

function numberFor(value: Value, type: string): PyNumber {
  if (value instanceof PyDecimal) return 'diu'.includes(type) ? value.truncated() : PyFloat.of(value.toDouble());
  const number = asNumber(value);
  if (number !== undefined) return number;
  if ('eEfFgG'.includes(type)) throw typeError(`must be real number, not ${typeName(value)}`);
  const needed = 'diu'.includes(type) ? 'a real number' : 'an integer';
  throw typeError(`%${type} format: ${needed} is required, not ${typeName(value)}`);
}

function truncated(number: PyNumber): PyNumber {
  return isFloat(number) ? BigInt(Math.trunc(toDouble(number))) : number;
}

function signed(text: string, flags: string): string {
  if (text.startsWith('-')) return text;
  if (flags.includes('+')) return `+${text}`;
  return flags.includes(' ') ? ` ${text}` : text;
}

function padded(text: string, flags: string, size: number, type: string): string {
  if (text.length >= size) return text;
  if (flags.includes('-')) return text.padEnd(size);
  if (!flags.includes('0') || 'srac'.includes(type)) return text.padStart(size);
  const sign = /^[+\- ]/.exec(text)?.[0] ?? '';
  return sign + text.slice(sign.length).padStart(size - sign.length, '0');
}

/** Hands out the arguments of a format and sees that they are all used. */
class ArgumentReader {
  #used = 0;
  #usesNames = false;
  readonly #items: readonly Value[];

  constructor(readonly argument: Value) {
    this.#items = argument instanceof Tuple ? argument.items : [argument];
  }

  next(): Value {
    if (this.#used >= this.#items.length) throw typeError('not enough arguments for format string');
    return this.#items[this.#used++];
  }

  named(key: string): Value {
    this.#usesNames = true;
    const dict = dictView(this.argument);
    if (dict === undefined) throw typeError('format requires a mapping');
    const value = dict.get(key);
    if (value === undefined) throw new TemplateError('KeyError', toRepr(key));
    return value;
  }

  finish(): void {
    // Whatever has items counts as the values for names, and those need not all be used.
    const mapping = itemsOrNone(this.argument) !== undefined && !(this.argument instanceof Tuple);
    if (this.#usesNames || (mapping && this.#used === 0 && typeof this.argument !== 'string')) return;
    if (this.#used < this.#items.length) throw typeError('not all arguments converted during string formatting');
  }
}
