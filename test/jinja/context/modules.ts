import { Dict, HostObject, hostFunction, Tuple, type Value } from '#dvt/jinja/index.js';

/** The parts of Python's datetime and re that the cases use, as host objects with declared attributes. */
export function modules(): Dict {
  return new Dict([
    [
      'datetime',
      new Dict([
        ['datetime', datetimeClass()],
        ['date', hostFunction('date', ['year', 'month', 'day'], ([y, m, d]) => moment(utc(y, m, d), true))],
        ['timedelta', hostFunction('timedelta', ['days?'], ([days]) => timedelta(Number(days)))],
      ]),
    ],
    ['re', re()],
  ]);
}

const utc = (y: Value, m: Value, d: Value) => Date.UTC(Number(y), Number(m) - 1, Number(d));
const DAYS = new WeakMap<HostObject, number>();

function timedelta(days: number): HostObject {
  const object = new HostObject({ typeName: 'datetime.timedelta', attributes: { days } });
  DAYS.set(object, days);
  return object;
}

function moment(time: number, dateOnly = false): HostObject {
  const iso = new Date(time).toISOString();
  const text = dateOnly ? iso.slice(0, 10) : iso.slice(0, 19);
  const parts: Record<string, string> = {
    '%Y': iso.slice(0, 4),
    '%m': iso.slice(5, 7),
    '%d': iso.slice(8, 10),
    '%H': iso.slice(11, 13),
    '%M': iso.slice(14, 16),
  };
  return new HostObject({
    typeName: dateOnly ? 'datetime.date' : 'datetime.datetime',
    attributes: {
      day: new Date(time).getUTCDate(),
      isoformat: hostFunction('isoformat', [], () => text),
      strftime: hostFunction('strftime', ['format'], ([f]) => String(f).replace(/%[YmdHM]/g, (p) => parts[p] ?? p)),
    },
    print: () => text.replace('T', ' '),
    operate: (operator, other) => {
      const days = other instanceof HostObject ? DAYS.get(other) : undefined;
      return operator === '+' && days !== undefined ? moment(time + days * 86_400_000, dateOnly) : undefined;
    },
  });
}

function datetimeClass(): HostObject {
  return new HostObject({
    typeName: 'type',
    call: hostFunction('datetime', ['year', 'month', 'day'], ([y, m, d]) => moment(utc(y, m, d))),
    attributes: {
      strptime: hostFunction('strptime', ['text', 'format'], ([text]) => moment(Date.parse(`${text}T00:00:00Z`))),
    },
  });
}

function match(found: RegExpExecArray | null): HostObject | null {
  if (found === null) return null;
  const group = hostFunction('group', ['index?'], ([index]) => found[Number(index ?? 0)] ?? null);
  return new HostObject({ typeName: 're.Match', attributes: { group } });
}

function re(): HostObject {
  const pattern = (source: Value, flags = 'u') => new RegExp(String(source), flags);
  return new HostObject({
    typeName: 'module',
    attributes: {
      match: hostFunction('match', ['p', 's'], ([p, s]) => match(pattern(p, 'uy').exec(String(s)))),
      search: hostFunction('search', ['p', 's'], ([p, s]) => match(pattern(p).exec(String(s)))),
      sub: hostFunction('sub', ['p', 'r', 's'], ([p, r, s]) => String(s).replace(pattern(p, 'gu'), String(r))),
      findall: hostFunction('findall', ['p', 's'], ([p, s]) => [...(String(s).match(pattern(p, 'gu')) ?? [])]),
    },
  });
}

/** Rows of a query result, each a tuple whose columns are attributes too. */
export function table(names: readonly string[], rows: readonly (readonly Value[])[]): HostObject {
  const tuples = rows.map((row) => new Tuple(row, names));
  const columns = names.map((_, i) => {
    const values = hostFunction('values', [], () => new Tuple(rows.map((row) => row[i])));
    return new HostObject({ typeName: 'Column', attributes: { values } });
  });
  return new HostObject({ typeName: 'Table', attributes: { columns, rows: tuples }, iterate: () => tuples });
}
