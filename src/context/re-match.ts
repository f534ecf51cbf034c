import { HostObject, hostFunction, Tuple, type Value } from '../jinja/index.js';

/** A match as Python's `re.Match`; null where there is none. */
export function matchObject(match: RegExpExecArray | null): Value {
  if (match === null) return null;
  const group = (key: Value): Value => {
    if (typeof key === 'string') return match.groups?.[key] ?? null;
    return match[Number(key ?? 0)] ?? null;
  };
  const [start, end] = [match.index, match.index + match[0].length];
  return new HostObject({
    typeName: 're.Match',
    attributes: {
      group: hostFunction('group', ['*keys'], ([keys]) => {
        const wanted = (keys as Tuple).items;
        return wanted.length <= 1 ? group(wanted[0]) : new Tuple(wanted.map(group));
      }),
      groups: hostFunction(
        'groups',
        ['default?'],
        ([fallback]) => new Tuple(match.slice(1).map((text) => text ?? fallback ?? null)),
      ),
      groupdict: hostFunction('groupdict', [], () => new Map(Object.entries(match.groups ?? {}))),
      start: hostFunction('start', [], () => start),
      end: hostFunction('end', [], () => end),
      span: hostFunction('span', [], () => new Tuple([start, end])),
      string: match.input,
    },
    getItem: (key) => (typeof key === 'string' && !(key in (match.groups ?? {})) ? undefined : group(key)),
    isTrue: () => true,
    print: () => `<re.Match object; match='${match[0]}'>`,
  });
}

/** A replacement with `\1`, `\g<name>` and `\n` filled in from a match. */
export function expandReplacement(template: string, match: RegExpExecArray): string {
  return template.replace(
    /\\(?:g<(\w+)>|(\d{1,2})|([\s\S]))/g,
    (whole, name?: string, number?: string, other?: string) => {
      if (other !== undefined)
        return ESCAPES[other] ?? (/[A-Za-z]/.test(other) ? whole : other === '\\' ? '\\' : whole);
      const key = name ?? number!;
      return (/^\d+$/.test(key) ? match[Number(key)] : match.groups?.[key]) ?? '';
    },
  );
}

const ESCAPES: Readonly<Record<string, string>> = { n: '\n', t: '\t', r: '\r' };
