import { HostObject, hostFunction, PyFloat, type Value } from '../jinja/index.js';

const DAY = 86_400_000_000n;
const SECOND = 1_000_000n;

/** A `timedelta` of Python. */
export class TimeDelta extends HostObject {
  constructor(readonly microseconds: bigint) {
    const days = floorDivide(microseconds, DAY);
    const seconds = (microseconds - days * DAY) / SECOND;
    super({
      typeName: 'datetime.timedelta',
      attributes: {
        days: Number(days),
        seconds: Number(seconds),
        microseconds: Number(microseconds - days * DAY - seconds * SECOND),
        total_seconds: hostFunction('total_seconds', [], () => PyFloat.of(Number(microseconds) / 1e6)),
      },
      print: () => printDelta(days, microseconds - days * DAY),
      repr: () => constructorCall(days, seconds, microseconds - days * DAY - seconds * SECOND),
      equals: (other) => other instanceof TimeDelta && other.microseconds === microseconds,
      compare: (other) => (other instanceof TimeDelta ? Number(microseconds - other.microseconds) : undefined),
      operate: (operator, other, reflected) => this.#operate(operator, other, reflected),
    });
  }

  #operate(operator: string, other: Value, reflected: boolean): Value | undefined {
    if (other instanceof TimeDelta)
      return reflected ? undefined : between(operator, this.microseconds, other.microseconds);
    const factor = other instanceof PyFloat ? other.value : other;
    if (typeof factor !== 'number') return undefined;
    if (operator === '*') return new TimeDelta(BigInt(Math.round(Number(this.microseconds) * factor)));
    if (reflected || factor === 0) return undefined;
    if (operator === '/') return new TimeDelta(BigInt(Math.round(Number(this.microseconds) / factor)));
    return operator === '//' && Number.isSafeInteger(factor)
      ? new TimeDelta(floorDivide(this.microseconds, BigInt(factor)))
      : undefined;
  }
}

function between(operator: string, one: bigint, other: bigint): Value | undefined {
  switch (operator) {
    case '+':
      return new TimeDelta(one + other);
    case '-':
      return new TimeDelta(one - other);
    case '/':
      return other === 0n ? undefined : PyFloat.of(Number(one) / Number(other));
    case '//':
      return other === 0n ? undefined : Number(floorDivide(one, other));
    case '%':
      return other === 0n ? undefined : new TimeDelta(one - floorDivide(one, other) * other);
    default:
      return undefined;
  }
}

const UNITS: readonly (readonly [name: string, microseconds: bigint])[] = [
  ['days', DAY],
  ['seconds', SECOND],
  ['microseconds', 1n],
  ['milliseconds', 1000n],
  ['minutes', 60n * SECOND],
  ['hours', 3600n * SECOND],
  ['weeks', 7n * DAY],
];

/** `timedelta(days=1, hours=2)` */
export const timedelta = hostFunction(
  'timedelta',
  UNITS.map(([name]) => `${name}?`),
  (args) => {
    let sum = 0n;
    for (const [i, [, size]] of UNITS.entries()) {
      const value = args[i];
      const amount = value instanceof PyFloat ? value.value : value;
      if (amount !== undefined) sum += BigInt(Math.round(Number(amount) * Number(size)));
    }
    return new TimeDelta(sum);
  },
);

function floorDivide(value: bigint, by: bigint): bigint {
  const quotient = value / by;
  return value % by < 0n ? quotient - 1n : quotient;
}

/** As Python writes it inside of a list: `datetime.timedelta(days=1, seconds=7200)`. */
function constructorCall(days: bigint, seconds: bigint, microseconds: bigint): string {
  const parts = Object.entries({ days, seconds, microseconds }).flatMap(([name, value]) =>
    value === 0n ? [] : [`${name}=${value}`],
  );
  return `datetime.timedelta(${parts.length === 0 ? '0' : parts.join(', ')})`;
}

/** As Python prints it: `1 day, 2:00:00` */
function printDelta(days: bigint, rest: bigint): string {
  const seconds = Number(rest / SECOND);
  const two = (value: number): string => String(value).padStart(2, '0');
  const clock = `${Math.floor(seconds / 3600)}:${two(Math.floor(seconds / 60) % 60)}:${two(seconds % 60)}`;
  const fraction = rest % SECOND === 0n ? '' : `.${String(rest % SECOND).padStart(6, '0')}`;
  const plural = days === 1n || days === -1n ? '' : 's';
  return `${days === 0n ? '' : `${days} day${plural}, `}${clock}${fraction}`;
}
