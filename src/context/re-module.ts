import { DvtError } from '../core/errors.js';
import { HostObject, hostFunction, type NativeFunction, Tuple, type Value } from '../jinja/index.js';

/** Bits of Python's flags. */
const FLAGS = { IGNORECASE: 2, I: 2, MULTILINE: 8, M: 8, DOTALL: 16, S: 16 } as const;

/** A pattern of Python as JavaScript's; the syntax of both is the same for what templates use. */
function pattern(source: Value, flags: Value, anchored: '' | '^' | '^$', extra = ''): RegExp {
  const bits = typeof flags === 'number' ? flags : 0;
  const letters = `${bits & FLAGS.I ? 'i' : ''}${bits & FLAGS.M ? 'm' : ''}${bits & FLAGS.S ? 's' : ''}u${extra}`;
  let text = String(source)
    .replace(/\(\?P</g, '(?<')
    .replace(/\(\?P=(\w+)\)/g, '\\k<$1>')
    .replaceAll('\\Z', '$');
  if (anchored === '^$') text = `(?:${text})$`;
  try {
    // Sticky at 0 is `match`: `^` would also match at line starts under MULTILINE.
    return new RegExp(text, anchored === '' ? letters : `${letters}y`);
  } catch (error) {
    throw new DvtError({ code: 'DVT2114', message: `re: ${(error as Error).message}` });
  }
}

function matchObject(match: RegExpExecArray | null): Value {
  if (match === null) return null;
  const group = (key: Value): Value => {
    if (typeof key === 'string') return match.groups?.[key] ?? null;
    return match[Number(key ?? 0)] ?? null;
  };
  return new HostObject({
    typeName: 're.Match',
    attributes: {
      group: hostFunction('group', ['*keys'], ([keys]) => {
        const wanted = (keys as Tuple).items;
        return wanted.length <= 1 ? group(wanted[0]) : new Tuple(wanted.map(group));
      }),
      groups: hostFunction('groups', [], () => new Tuple(match.slice(1).map((text) => text ?? null))),
      groupdict: hostFunction('groupdict', [], () => new Map(Object.entries(match.groups ?? {}))),
      start: hostFunction('start', [], () => match.index),
      end: hostFunction('end', [], () => match.index + match[0].length),
    },
    getItem: group,
    isTrue: () => true,
    print: () => `<re.Match object; match='${match[0]}'>`,
  });
}

/** A replacement with `\1` and `\g<name>` filled in from a match. */
function expand(template: string, match: RegExpExecArray): string {
  return template.replace(/\\(?:g<(\w+)>|(\d+))/g, (_, name: string | undefined, number: string | undefined) => {
    const key = name ?? number!;
    return (/^\d+$/.test(key) ? match[Number(key)] : match.groups?.[key]) ?? '';
  });
}

/** The text with the first `count` matches replaced. */
function substitute(regex: RegExp, template: string, text: string, count: number): string {
  let result = '';
  let end = 0;
  for (const match of [...text.matchAll(regex)].slice(0, count)) {
    result += text.slice(end, match.index) + expand(template, match);
    end = match.index + match[0].length;
  }
  return result + text.slice(end);
}

function findAll(regex: RegExp, text: string): Value[] {
  return [...text.matchAll(regex)].map((match) => {
    if (match.length === 1) return match[0];
    return match.length === 2 ? (match[1] ?? '') : new Tuple(match.slice(1).map((group) => group ?? ''));
  });
}

/** The functions; `bound` is the pattern of a compiled one, which then is no parameter. */
function functions(bound: { readonly source: Value; readonly flags: Value } | null): Record<string, NativeFunction> {
  const define = (
    name: string,
    parameters: readonly string[],
    run: (source: Value, flags: Value, args: readonly Value[]) => Value,
  ): NativeFunction =>
    bound === null
      ? hostFunction(name, ['pattern', ...parameters, 'flags?'], ([source, ...args]) =>
          run(source, args[parameters.length], args),
        )
      : hostFunction(name, parameters, (args) => run(bound.source, bound.flags, args));
  return {
    match: define('match', ['string'], (source, flags, [text]) =>
      matchObject(pattern(source, flags, '^').exec(String(text))),
    ),
    fullmatch: define('fullmatch', ['string'], (source, flags, [text]) =>
      matchObject(pattern(source, flags, '^$').exec(String(text))),
    ),
    search: define('search', ['string'], (source, flags, [text]) =>
      matchObject(pattern(source, flags, '').exec(String(text))),
    ),
    findall: define('findall', ['string'], (source, flags, [text]) =>
      findAll(pattern(source, flags, '', 'g'), String(text)),
    ),
    split: define('split', ['string'], (source, flags, [text]) =>
      String(text)
        .split(pattern(source, flags, ''))
        .map((part) => part ?? null),
    ),
    sub: define('sub', ['repl', 'string', 'count?'], (source, flags, [repl, text, count]) => {
      const most = Number(count ?? 0) || Number.POSITIVE_INFINITY;
      return substitute(pattern(source, flags, '', 'g'), String(repl), String(text), most);
    }),
  };
}

/** `modules.re`. */
export const RE_MODULE = new HostObject({
  typeName: 'module re',
  attributes: {
    ...functions(null),
    ...FLAGS,
    compile: hostFunction(
      'compile',
      ['pattern', 'flags?'],
      ([source, flags]) =>
        new HostObject({
          typeName: 're.Pattern',
          attributes: { ...functions({ source, flags }), pattern: source },
        }),
    ),
    escape: hostFunction('escape', ['pattern'], ([text]) => String(text).replace(/[^\w]/g, '\\$&')),
  },
});
