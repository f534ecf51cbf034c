import { valueError } from '../errors.js';
import { pythonExponent } from '../values/float-text.js';

const MOST_DIGITS = 400;

/** A finite number with exactly `digits` digits behind the point, halves rounded to even (JavaScript rounds them up). */
export function fixedText(value: number, digits: number): string {
  checkDigits(digits);
  const [mantissa, exponent] = binaryParts(Math.abs(value));
  let numerator = mantissa * 10n ** BigInt(digits);
  if (exponent >= 0) numerator <<= BigInt(exponent);
  const scaled = exponent >= 0 ? numerator : divideHalfEven(numerator, 1n << BigInt(-exponent));
  const text = scaled.toString().padStart(digits + 1, '0');
  const sign = value < 0 || Object.is(value, -0) ? '-' : '';
  return sign + (digits === 0 ? text : `${text.slice(0, -digits)}.${text.slice(-digits)}`);
}

/** A number rounded as Python's `round(value, digits)`; negative digits round to tens, hundreds and so on. */
export function roundTo(value: number, digits: number): number {
  if (!Number.isFinite(value)) return value;
  if (digits >= 0) return digits > 300 ? value : Number(fixedText(value, digits));
  const [mantissa, exponent] = binaryParts(Math.abs(value));
  const unit = 10n ** BigInt(Math.min(-digits, MOST_DIGITS));
  const [numerator, denominator] =
    exponent >= 0 ? [mantissa << BigInt(exponent), 1n] : [mantissa, 1n << BigInt(-exponent)];
  return Math.sign(value) * Number(divideHalfEven(numerator, denominator * unit) * unit);
}

/** Scientific notation as Python writes it. */
export function exponentText(value: number, digits: number): string {
  checkDigits(digits);
  return pythonExponent(value.toExponential(Math.min(digits, 100)));
}

/** The general format `g`: `precision` significant digits, without trailing zeros, an exponent where that is shorter. */
export function generalText(value: number, precision: number): string {
  checkDigits(precision);
  const digits = Math.min(Math.max(precision, 1), 100);
  if (value === 0) return Object.is(value, -0) ? '-0' : '0';
  const [mantissa = '', exponent = '0'] = value.toExponential(digits - 1).split('e');
  const power = Number(exponent);
  if (power < -4 || power >= digits) return pythonExponent(`${withoutZeros(mantissa)}e${exponent}`);
  return withoutZeros(fixedText(value, digits - 1 - power));
}

function withoutZeros(text: string): string {
  return text.includes('.') ? text.replace(/\.?0+$/, '') : text;
}

function checkDigits(digits: number): void {
  if (digits > MOST_DIGITS) throw valueError(`A precision of ${digits} digits is more than ${MOST_DIGITS}`);
}

/** `value` as mantissa * 2 ** exponent, exactly. */
function binaryParts(value: number): [bigint, number] {
  let exponent = 0;
  let scaled = value;
  while (scaled !== 0 && !Number.isInteger(scaled)) {
    scaled *= 2;
    exponent--;
  }
  return [BigInt(scaled), exponent];
}

function divideHalfEven(numerator: bigint, denominator: bigint): bigint {
  const quotient = numerator / denominator;
  const twice = (numerator % denominator) * 2n;
  return twice > denominator || (twice === denominator && quotient % 2n === 1n) ? quotient + 1n : quotient;
}
