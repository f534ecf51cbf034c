/** A decimal number: `coefficient * 10 ** exponent`, with as many digits as it was written with. */
export interface DecimalParts {
  readonly coefficient: bigint;
  readonly exponent: number;
}

/** Digits that a result keeps: the precision of Python's default context. */
const PRECISION = 28;

/** Exponents further apart than this are not brought together digit by digit. */
const MOST_DIGITS = 5000;

/** Reads `-12.50` or `1e300`; undefined for what is no finite number. */
export function parseDecimal(text: string): DecimalParts | undefined {
  const match = /^([+-]?)(\d*)(?:\.(\d*))?(?:e([+-]?\d{1,6}))?$/i.exec(text.trim());
  const [, sign = '', whole = '', fraction = '', exponent = '0'] = match ?? [];
  if (match === null || whole + fraction === '') return undefined;
  const coefficient = BigInt(whole + fraction);
  return { coefficient: sign === '-' ? -coefficient : coefficient, exponent: Number(exponent) - fraction.length };
}

/** The exact value of a double. */
export function decimalOfDouble(value: number): DecimalParts {
  let exponent = 0;
  let scaled = value;
  while (!Number.isInteger(scaled)) {
    scaled *= 2;
    exponent--;
  }
  return { coefficient: BigInt(scaled) * 5n ** BigInt(-exponent), exponent };
}

/** As Python's `str` writes it: all digits, an exponent only for very small and very large numbers. */
export function decimalText({ coefficient, exponent }: DecimalParts): string {
  const sign = coefficient < 0n ? '-' : '';
  const digits = magnitude(coefficient).toString();
  const left = digits.length + exponent;
  const plain = exponent <= 0 && left > -6;
  const point = plain ? left : 1;
  const padded = point <= 0 ? '0'.repeat(1 - point) + digits : digits.padEnd(point, '0');
  const at = Math.max(point, 1);
  const fraction = padded.slice(at);
  const power = left - point;
  const tail = plain || power === 0 ? '' : `E${power < 0 ? '-' : '+'}${Math.abs(power)}`;
  return `${sign}${padded.slice(0, at)}${fraction === '' ? '' : `.${fraction}`}${tail}`;
}

/** Negative, zero or positive, exactly. */
export function compareDecimals(a: DecimalParts, b: DecimalParts): number {
  const sign = signOf(a) - signOf(b);
  if (sign !== 0 || a.coefficient === 0n) return sign;
  const size = digitsOf(a.coefficient) + a.exponent - digitsOf(b.coefficient) - b.exponent;
  if (size !== 0) return size * signOf(a);
  const [x, y] = aligned(a, b);
  return x < y ? -1 : Number(x > y);
}

/** An operator of Python between two decimals; undefined where templates have none. */
export function operateDecimals(operator: string, a: DecimalParts, b: DecimalParts): DecimalParts | undefined {
  switch (operator) {
    case '+':
      return added(a, b);
    case '-':
      return added(a, { ...b, coefficient: -b.coefficient });
    case '*':
      return inContext({ coefficient: a.coefficient * b.coefficient, exponent: a.exponent + b.exponent });
    case '/':
      return divided(a, b);
    case '//':
    case '%': {
      const [x, y] = aligned(a, b);
      return operator === '//'
        ? inContext({ coefficient: x / y, exponent: 0 })
        : inContext({ coefficient: x % y, exponent: Math.min(a.exponent, b.exponent) });
    }
    default:
      return operator === '**' ? raised(a, b) : undefined;
  }
}

/** With exactly that exponent, halves rounded to even; or always down or up where `how` says so. */
export function quantized(
  { coefficient, exponent }: DecimalParts,
  wanted: number,
  how: 'even' | 'truncate' = 'even',
): DecimalParts {
  if (exponent >= wanted) return { coefficient: coefficient * powerOfTen(exponent - wanted), exponent: wanted };
  const unit = powerOfTen(wanted - exponent);
  const size = magnitude(coefficient);
  const twice = (size % unit) * 2n;
  const quotient = size / unit;
  const up = how === 'even' && (twice > unit || (twice === unit && quotient % 2n === 1n));
  const rounded = up ? quotient + 1n : quotient;
  return { coefficient: coefficient < 0n ? -rounded : rounded, exponent: wanted };
}

/** Without zeros at the end. */
export function normalized({ coefficient, exponent }: DecimalParts): DecimalParts {
  if (coefficient === 0n) return { coefficient, exponent: 0 };
  let [digits, power] = [coefficient, exponent];
  while (digits % 10n === 0n) {
    digits /= 10n;
    power++;
  }
  return { coefficient: digits, exponent: power };
}

function added(a: DecimalParts, b: DecimalParts): DecimalParts {
  const [x, y] = aligned(a, b);
  return inContext({ coefficient: x + y, exponent: Math.min(a.exponent, b.exponent) });
}

function divided(a: DecimalParts, b: DecimalParts): DecimalParts {
  const ideal = a.exponent - b.exponent;
  const shift = digitsOf(b.coefficient) - digitsOf(a.coefficient) + PRECISION + 1;
  const numerator = shift >= 0 ? a.coefficient * powerOfTen(shift) : a.coefficient;
  const denominator = shift >= 0 ? b.coefficient : b.coefficient * powerOfTen(-shift);
  let coefficient = numerator / denominator;
  let exponent = ideal - shift;
  if (numerator % denominator !== 0n) {
    // A digit that is no half keeps the rounding below from taking the cut for one.
    if (coefficient % 5n === 0n) coefficient += numerator < 0n === denominator < 0n ? 1n : -1n;
  } else {
    while (exponent < ideal && coefficient % 10n === 0n) {
      coefficient /= 10n;
      exponent++;
    }
  }
  return inContext({ coefficient, exponent });
}

/** Whole powers only. */
function raised(a: DecimalParts, b: DecimalParts): DecimalParts | undefined {
  const power = normalized(b);
  const times = power.exponent === 0 ? Number(power.coefficient) : Number.NaN;
  if (!Number.isSafeInteger(times) || Math.abs(times) * digitsOf(a.coefficient) > MOST_DIGITS) return undefined;
  const raisedUp = { coefficient: a.coefficient ** BigInt(Math.abs(times)), exponent: a.exponent * Math.abs(times) };
  return times < 0 ? divided({ coefficient: 1n, exponent: 0 }, raisedUp) : inContext(raisedUp);
}

/** Rounded to the precision of the context. */
function inContext(value: DecimalParts): DecimalParts {
  const excess = digitsOf(value.coefficient) - PRECISION;
  if (excess <= 0) return value;
  const rounded = quantized(value, value.exponent + excess);
  return digitsOf(rounded.coefficient) > PRECISION ? quantized(rounded, rounded.exponent + 1) : rounded;
}

/** Both coefficients at the smaller exponent. */
function aligned(a: DecimalParts, b: DecimalParts): readonly [bigint, bigint] {
  const exponent = Math.min(a.exponent, b.exponent);
  return [a.coefficient * powerOfTen(a.exponent - exponent), b.coefficient * powerOfTen(b.exponent - exponent)];
}

function powerOfTen(exponent: number): bigint {
  return 10n ** BigInt(exponent);
}

function digitsOf(coefficient: bigint): number {
  return magnitude(coefficient).toString().length;
}

function magnitude(coefficient: bigint): bigint {
  return coefficient < 0n ? -coefficient : coefficient;
}

function signOf({ coefficient }: DecimalParts): number {
  return coefficient < 0n ? -1 : Number(coefficient > 0n);
}
