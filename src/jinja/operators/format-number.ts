import { valueError } from '../errors.js';
import { floatText } from '../values/float-text.js';
import { isFloat, type PyNumber, primitive, toDouble } from '../values/number.js';
import { exponentText, fixedText, generalText } from './decimal-text.js';

const RADIX: Readonly<Record<string, { base: number; prefix: string }>> = {
  b: { base: 2, prefix: '0b' },
  o: { base: 8, prefix: '0o' },
  x: { base: 16, prefix: '0x' },
  X: { base: 16, prefix: '0X' },
};

/** A number in one of Python's presentation types (`d f e g x …`), with its sign and without padding. */
export function formatNumber(value: PyNumber, type: string, precision: number | undefined, alternate: boolean): string {
  const radix = RADIX[type];
  if (radix !== undefined || type === 'd' || type === 'c') {
    if (isFloat(value)) throw valueError(`Unknown format code '${type}' for object of type 'float'`);
    const number = primitive(value);
    if (type === 'c') return String.fromCodePoint(Number(number));
    if (radix === undefined) return String(number);
    const digits = (number < 0 ? -number : number).toString(radix.base);
    const prefix = alternate ? radix.prefix : '';
    return (number < 0 ? '-' : '') + prefix + (type === 'X' ? digits.toUpperCase() : digits);
  }
  const text = formatFloat(toDouble(value), type.toLowerCase(), precision);
  return type === 'E' || type === 'F' || type === 'G' ? text.toUpperCase() : text;
}

function formatFloat(value: number, type: string, precision: number | undefined): string {
  if (type === '%') {
    return `${Number.isFinite(value) ? fixedText(value * 100, precision ?? 6) : floatText(value)}%`;
  }
  if (!Number.isFinite(value)) return floatText(value);
  switch (type) {
    case 'f':
      return fixedText(value, precision ?? 6);
    case 'e':
      return exponentText(value, precision ?? 6);
    case 'g':
    case 'n':
      return generalText(value, precision ?? 6);
    case '': {
      if (precision === undefined) return floatText(value);
      const text = generalText(value, precision);
      return /^-?\d+$/.test(text) ? `${text}.0` : text;
    }
    default:
      throw valueError(`Unknown format code '${type}' for object of type 'float'`);
  }
}
