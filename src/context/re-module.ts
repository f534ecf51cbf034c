import { HostObject, hostFunction, type NativeFunction, Tuple, type Value } from '../jinja/index.js';
import { expandReplacement, matchObject } from './re-match.js';
import { type Anchor, compilePattern, RE_FLAGS } from './re-pattern.js';

/** The text with the first `count` matches replaced, and how many were. */
function substitute(regex: RegExp, template: string, text: string, count: Value): [string, number] {
  const most = Number(count ?? 0) || Number.POSITIVE_INFINITY;
  let result = '';
  let end = 0;
  const matches = [...text.matchAll(regex)].slice(0, most);
  for (const match of matches) {
    result += text.slice(end, match.index) + expandReplacement(template, match);
    end = match.index + match[0].length;
  }
  return [result + text.slice(end), matches.length];
}

function findAll(regex: RegExp, text: string): Value[] {
  return [...text.matchAll(regex)].map((match) => {
    if (match.length === 1) return match[0];
    return match.length === 2 ? (match[1] ?? '') : new Tuple(match.slice(1).map((group) => group ?? ''));
  });
}

/** The parts between matches, with what their groups caught. */
function split(regex: RegExp, text: string, count: Value): Value[] {
  const most = Number(count ?? 0) || Number.POSITIVE_INFINITY;
  const parts: Value[] = [];
  let end = 0;
  for (const match of [...text.matchAll(regex)].slice(0, most)) {
    parts.push(text.slice(end, match.index), ...match.slice(1).map((group) => group ?? null));
    end = match.index + match[0].length;
  }
  return [...parts, text.slice(end)];
}

type Run = (compile: (anchor: Anchor, extra?: string) => RegExp, args: readonly Value[]) => Value;

const FUNCTIONS: Readonly<Record<string, readonly [parameters: readonly string[], run: Run]>> = {
  match: [['string'], (compile, [text]) => matchObject(compile('match').exec(String(text)))],
  fullmatch: [['string'], (compile, [text]) => matchObject(compile('fullmatch').exec(String(text)))],
  search: [['string'], (compile, [text]) => matchObject(compile('search').exec(String(text)))],
  findall: [['string'], (compile, [text]) => findAll(compile('search', 'g'), String(text))],
  finditer: [['string'], (compile, [text]) => [...String(text).matchAll(compile('search', 'g'))].map(matchObject)],
  split: [['string', 'maxsplit?'], (compile, [text, most]) => split(compile('search', 'g'), String(text), most)],
  sub: [
    ['repl', 'string', 'count?'],
    (compile, [repl, text, most]) => substitute(compile('search', 'g'), String(repl), String(text), most)[0],
  ],
  subn: [
    ['repl', 'string', 'count?'],
    (compile, [repl, text, most]) => new Tuple(substitute(compile('search', 'g'), String(repl), String(text), most)),
  ],
};

/** The functions; `bound` is a compiled pattern, which then is no parameter. */
function functions(bound?: HostObject): Record<string, NativeFunction> {
  const define = (name: string, parameters: readonly string[], run: Run): NativeFunction =>
    bound === undefined
      ? hostFunction(name, ['pattern', ...parameters, 'flags?'], ([pattern, ...args]) =>
          run(compiler(pattern, args[parameters.length]), args),
        )
      : hostFunction(name, parameters, (args) => run(compiler(bound, 0), args));
  return Object.fromEntries(
    Object.entries(FUNCTIONS).map(([name, [parameters, run]]) => [name, define(name, parameters, run)]),
  );
}

/** A pattern may be a text or a compiled one. */
function compiler(pattern: Value, flags: Value): (anchor: Anchor, extra?: string) => RegExp {
  const own = pattern instanceof HostObject ? pattern.traits.attributes : undefined;
  const bits = typeof own?.['flags'] === 'number' ? own['flags'] : flags;
  return (anchor, extra) =>
    compilePattern(String(own?.['pattern'] ?? pattern), typeof bits === 'number' ? bits : 0, anchor, extra);
}

function compiled(pattern: Value, flags: Value): HostObject {
  if (pattern instanceof HostObject) return pattern;
  // A mistake in the pattern is told here, not where it is first used.
  compiler(pattern, flags)('search');
  const data = new HostObject({ typeName: 're.Pattern', attributes: { pattern, flags: flags ?? 0 } });
  return new HostObject({
    typeName: 're.Pattern',
    attributes: { ...functions(data), ...data.traits.attributes },
    isTrue: () => true,
  });
}

/** `modules.re`. */
export const RE_MODULE = new HostObject({
  typeName: 'module re',
  attributes: {
    ...functions(),
    ...RE_FLAGS,
    compile: hostFunction('compile', ['pattern', 'flags?'], ([pattern, flags]) => compiled(pattern, flags)),
    escape: hostFunction('escape', ['pattern'], ([text]) => String(text).replace(/[\\.^$*+?{}[\]|()\-&~#\s]/g, '\\$&')),
  },
});
