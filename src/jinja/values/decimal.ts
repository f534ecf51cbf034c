import { TemplateError } from '../errors.js';
import {
  compareDecimals,
  type DecimalParts,
  decimalOfDouble,
  decimalText,
  normalized,
  operateDecimals,
  parseDecimal,
  quantized,
} from './decimal-parts.js';
import { HostObject } from './host-object.js';
import { hostFunction } from './native-function.js';
import { asNumber, type Int, isFloat, normalizeInt, primitive, toDouble } from './number.js';
import type { Value } from './value.js';

/** A finite `Decimal` of Python: exact, and printed with the digits that it was written with. */
export class PyDecimal extends HostObject {
  constructor(readonly parts: DecimalParts) {
    const { coefficient, exponent } = parts;
    super({
      typeName: 'decimal.Decimal',
      print: () => decimalText(parts),
      repr: () => `Decimal('${decimalText(parts)}')`,
      isTrue: () => coefficient !== 0n,
      getAttribute: (name) => methodOf(this, name),
      equals: (other) => {
        const order = this.order(other);
        return order === undefined ? undefined : order === 0;
      },
      compare: (other) => this.order(other),
      operate: (operator, other, reflected) => operateWith(this, operator, other, reflected),
      hash: () => (exponent >= 0 || normalized(parts).exponent >= 0 ? this.truncated() : this.#fractionKey()),
    });
  }

  /** The decimal that a text spells; undefined where it spells none that is finite. */
  static parse(text: string): PyDecimal | undefined {
    const parts = parseDecimal(text);
    return parts === undefined ? undefined : new PyDecimal(parts);
  }

  /** The nearest double. */
  toDouble(): number {
    return Number(decimalText(this.parts));
  }

  /** Python's `int(value)`. */
  truncated(): Int {
    return normalizeInt(quantized(this.parts, 0, 'truncate').coefficient);
  }

  /** Python's `round(value, digits)`. */
  rounded(digits: number): PyDecimal {
    return new PyDecimal(quantized(this.parts, -digits));
  }

  abs(): PyDecimal {
    const { coefficient, exponent } = this.parts;
    return coefficient < 0n ? new PyDecimal({ coefficient: -coefficient, exponent }) : this;
  }

  /** As a comparison with another number, exactly; undefined where the other is none. */
  order(other: Value): number | undefined {
    if (other instanceof PyDecimal) return compareDecimals(this.parts, other.parts);
    const number = asNumber(other);
    if (number === undefined) return undefined;
    if (!isFloat(number)) return compareDecimals(this.parts, { coefficient: BigInt(primitive(number)), exponent: 0 });
    const double = toDouble(number);
    if (Number.isFinite(double)) return compareDecimals(this.parts, decimalOfDouble(double));
    return Number.isNaN(double) ? Number.NaN : -double;
  }

  #fractionKey(): number | string {
    const double = this.toDouble();
    return this.order(double) === 0 ? double : `\0D${decimalText(normalized(this.parts))}`;
  }
}

/** With ints only: Python refuses to mix decimals with floats. */
function operateWith(self: PyDecimal, operator: string, other: Value, reflected: boolean): Value | undefined {
  const number = asNumber(other);
  const parts =
    other instanceof PyDecimal
      ? other.parts
      : number === undefined || isFloat(number)
        ? undefined
        : { coefficient: BigInt(primitive(number)), exponent: 0 };
  if (parts === undefined) return undefined;
  const [left, right] = reflected ? [parts, self.parts] : [self.parts, parts];
  if (right.coefficient === 0n && ['/', '//', '%'].includes(operator)) {
    throw new TemplateError('ZeroDivisionError', 'division by zero');
  }
  const result = operateDecimals(operator, left, right);
  return result === undefined ? undefined : new PyDecimal(result);
}

function methodOf(self: PyDecimal, name: string): Value | undefined {
  switch (name) {
    case 'normalize':
      return hostFunction(name, [], () => new PyDecimal(normalized(self.parts)));
    case 'to_integral_value':
      return hostFunction(name, [], () => (self.parts.exponent >= 0 ? self : self.rounded(0)));
    case 'quantize':
      return hostFunction(name, ['exp'], ([exponent]) =>
        self.rounded(exponent instanceof PyDecimal ? -exponent.parts.exponent : 0),
      );
    case 'is_nan':
    case 'is_infinite':
      return hostFunction(name, [], () => false);
    case 'is_finite':
      return hostFunction(name, [], () => true);
    default:
      return undefined;
  }
}
