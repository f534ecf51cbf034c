import type { Budget } from '../budget.js';
import { TemplateError, typeError, valueError } from '../errors.js';
import { PyDecimal } from '../values/decimal.js';
import { decimalText, quantized } from '../values/decimal-parts.js';
import { asNumber, isFloat, PyFloat, type PyNumber } from '../values/number.js';
import { toText } from '../values/print.js';
import { typeName } from '../values/type-name.js';
import type { Value } from '../values/value.js';
import { formatNumber } from './format-number.js';

const SPEC = /^(?:([\s\S])?([<>=^]))?([+\- ])?(#)?(0)?(\d+)?([,_])?(?:\.(\d+))?([a-zA-Z%])?$/u;

/** `format(value, spec)` of Python: fill, alignment, sign, width, grouping, precision and type. */
export function formatValue(value: Value, spec: string, budget: Budget): string {
  if (spec === '') return toText(value);
  const match = SPEC.exec(spec);
  if (match === null) throw valueError('Invalid format specifier');
  const [, fill, align, sign, alternate, zero, width, separator, precisionText, type = ''] = match;
  const size = Number(width ?? 0);
  budget.text(size);
  const precision = precisionText === undefined ? undefined : Number(precisionText);
  const number = type === 's' ? undefined : value instanceof PyDecimal ? value : asNumber(value);
  if (number === undefined || (typeof value === 'boolean' && type === '')) {
    if (type !== '' && type !== 's') {
      throw valueError(`Unknown format code '${type}' for object of type '${typeName(value)}'`);
    }
    if (typeof value !== 'string' && typeof value !== 'boolean') {
      throw typeError(`unsupported format string passed to ${typeName(value)}.__format__`);
    }
    const text = Array.from(toText(value)).slice(0, precision).join('');
    return pad(text, '', size, fill ?? (zero === undefined ? ' ' : '0'), align ?? '<');
  }
  const { prefix, digits } = numberParts(number, type, precision, alternate !== undefined);
  const signText = prefix.startsWith('-') ? prefix : (sign === '+' || sign === ' ' ? sign : '') + prefix;
  const filler = fill ?? (zero === undefined || align !== undefined ? ' ' : '0');
  return pad(group(digits, separator, type), signText, size, filler, align ?? (zero === undefined ? '>' : '='));
}

function numberParts(number: PyNumber | PyDecimal, type: string, precision: number | undefined, alternate: boolean) {
  if (number instanceof PyDecimal) {
    const text = formatDecimal(number, type, precision);
    return { prefix: text.startsWith('-') ? '-' : '', digits: text.replace(/^-/, '') };
  }
  if (type === '' && !isFloat(number) && precision !== undefined) {
    throw new TemplateError('ValueError', 'Precision not allowed in integer format specifier');
  }
  const kind = type === '' && !isFloat(number) ? 'd' : type;
  const text = formatNumber(number, kind === 'n' && !isFloat(number) ? 'd' : kind, precision, alternate);
  const [, prefix = '', digits = ''] = /^(-?(?:0[boxX])?)([\s\S]*)$/.exec(text) ?? [];
  // Without `#` a leading `0b` can not occur, since digits of other bases have none.
  return alternate ? { prefix, digits } : { prefix: text.startsWith('-') ? '-' : '', digits: text.replace(/^-/, '') };
}

/** Decimals keep their digits; forms with an exponent are those of the nearest double. */
function formatDecimal(number: PyDecimal, type: string, precision: number | undefined): string {
  const kind = type.toLowerCase();
  if ('dbcox'.includes(kind) && kind !== '') throw valueError('invalid format string');
  const fixed = kind === 'f' || kind === '%';
  if (!fixed && (kind !== '' || precision !== undefined)) {
    return formatNumber(PyFloat.of(number.toDouble()), type === '' ? 'g' : type, precision, false);
  }
  const { coefficient, exponent } = number.parts;
  const shown = kind === '%' ? { coefficient, exponent: exponent + 2 } : number.parts;
  const text = decimalText(precision === undefined || !fixed ? shown : quantized(shown, -precision));
  return kind === '%' ? `${text}%` : text;
}

function group(digits: string, separator: string | undefined, type: string): string {
  if (separator === undefined) return digits;
  const size = /[boxX]/.test(type) ? 4 : 3;
  return digits.replace(/^[\da-fA-F]+/, (whole) => {
    const groups: string[] = [];
    for (let end = whole.length; end > 0; end -= size) groups.unshift(whole.slice(Math.max(0, end - size), end));
    return groups.join(separator);
  });
}

function pad(text: string, prefix: string, size: number, fill: string, align: string): string {
  const missing = size - Array.from(prefix + text).length;
  if (missing <= 0) return prefix + text;
  switch (align) {
    case '<':
      return prefix + text + fill.repeat(missing);
    case '>':
      return fill.repeat(missing) + prefix + text;
    case '=':
      return prefix + fill.repeat(missing) + text;
    default: {
      const left = missing >> 1;
      return fill.repeat(left) + prefix + text + fill.repeat(missing - left);
    }
  }
}
