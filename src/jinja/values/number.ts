/** A float with an integral value, which JavaScript could not tell from an int. */
export class PyFloat {
  constructor(readonly value: number) {}

  /** JSON has one kind of number. */
  toJSON(): number {
    return this.value;
  }

  /** The float of a JavaScript number. */
  static of(value: number): PyFloat | number {
    return Number.isSafeInteger(value) ? new PyFloat(value) : value;
  }
}

export type Int = number | bigint;
export type PyNumber = Int | PyFloat;

export function isInt(value: unknown): value is Int {
  return typeof value === 'number' ? Number.isSafeInteger(value) : typeof value === 'bigint';
}

export function isFloat(value: unknown): value is number | PyFloat {
  return typeof value === 'number' ? !Number.isSafeInteger(value) : value instanceof PyFloat;
}

export function isNumber(value: unknown): value is PyNumber {
  return typeof value === 'number' || typeof value === 'bigint' || value instanceof PyFloat;
}

/** The number that arithmetic sees, where a bool is 0 or 1; undefined for everything else. */
export function asNumber(value: unknown): PyNumber | undefined {
  if (typeof value === 'boolean') return value ? 1 : 0;
  return isNumber(value) ? value : undefined;
}

/** A number for comparing: exact for ints, the double for floats. */
export function primitive(value: PyNumber): Int {
  return value instanceof PyFloat ? value.value : value;
}

export function toDouble(value: PyNumber): number {
  return Number(primitive(value));
}

/** An int as small as it can be represented. */
export function normalizeInt(value: bigint): Int {
  return BigInt.asIntN(54, value) === value ? Number(value) : value;
}
