import { DvtError } from '../core/errors.js';
import { HostObject, hostFunction, type Value } from '../jinja/index.js';
import { strftime } from './strftime.js';

/** A `time` of Python: a clock without a day. */
export class TimeOfDay extends HostObject {
  constructor(
    /** hour, minute, second, microsecond */
    readonly fields: readonly number[],
  ) {
    const [hour = 0, minute = 0, second = 0, microsecond = 0] = fields;
    const order = ((hour * 60 + minute) * 60 + second) * 1e6 + microsecond;
    const calendar = { year: 1900, month: 1, day: 1, hour, minute, second, microsecond, offset: null };
    const print = (): string => strftime(calendar, microsecond === 0 ? '%H:%M:%S' : '%H:%M:%S.%f');
    super({
      typeName: 'datetime.time',
      attributes: {
        hour,
        minute,
        second,
        microsecond,
        tzinfo: null,
        isoformat: hostFunction('isoformat', [], print),
        strftime: hostFunction('strftime', ['format'], ([format]) => strftime(calendar, String(format))),
        replace: hostFunction('replace', ['hour?', 'minute?', 'second?', 'microsecond?'], (args) =>
          timeOfDay(
            [hour, minute, second, microsecond].map((now, i) => (args[i] === undefined ? now : Number(args[i]))),
          ),
        ),
      },
      print,
      repr: () => `datetime.time(${shownFields(fields).join(', ')})`,
      equals: (other) => orderOf(other) === order,
      compare: (other) => (other instanceof TimeOfDay ? order - orderOf(other)! : undefined),
    });
    this.#order = order;
  }

  readonly #order: number;

  /** microseconds since midnight */
  get order(): number {
    return this.#order;
  }
}

function orderOf(value: Value): number | undefined {
  return value instanceof TimeOfDay ? value.order : undefined;
}

/** As the constructor is written: seconds and their fractions are left away where they are none. */
function shownFields(fields: readonly number[]): readonly number[] {
  const shown = [0, 1, 2, 3].map((i) => fields[i] ?? 0);
  while (shown.length > 2 && shown.at(-1) === 0) shown.pop();
  return shown;
}

const LIMITS = [
  ['hour', 23],
  ['minute', 59],
  ['second', 59],
  ['microsecond', 999_999],
] as const;

/** The `time` of hour, minute, second and microsecond. */
export function timeOfDay(fields: readonly number[]): TimeOfDay {
  for (const [i, [name, most]] of LIMITS.entries()) {
    const field = fields[i] ?? 0;
    if (field < 0 || field > most) {
      throw new DvtError({ code: 'DVT2114', message: `${name} must be in 0..${most}` });
    }
  }
  return new TimeOfDay(fields);
}

/** `modules.datetime.time` */
export const timeClass = new HostObject({
  typeName: 'type',
  attributes: {
    min: timeOfDay([0, 0, 0, 0]),
    max: timeOfDay([23, 59, 59, 999_999]),
  },
  call: hostFunction('time', ['hour?', 'minute?', 'second?', 'microsecond?'], (args) =>
    timeOfDay(args.slice(0, 4).map((value) => Number(value ?? 0))),
  ),
});
