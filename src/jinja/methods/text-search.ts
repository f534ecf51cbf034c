import { TemplateError, typeError, valueError } from '../errors.js';
import { optionalInt, textArgument } from '../values/arguments.js';
import type { NativeFunction } from '../values/native-function.js';
import { Tuple } from '../values/tuple.js';
import { typeName } from '../values/type-name.js';
import type { Value } from '../values/value.js';
import { method } from './method.js';

/** A part of a text as `find`, `count` and `startswith` bound it. */
function window(args: readonly Value[]): { text: string; from: number; to: number } {
  const text = args[0] as string;
  const absolute = (index: number) => Math.max(0, Math.min(text.length, index < 0 ? index + text.length : index));
  return { text, from: absolute(optionalInt(args[2], 0)), to: absolute(optionalInt(args[3], text.length)) };
}

function find(args: readonly Value[], last: boolean): number {
  const { text, from, to } = window(args);
  const part = text.slice(from, to);
  const wanted = textArgument(args[1], 'argument');
  const index = last ? part.lastIndexOf(wanted) : part.indexOf(wanted);
  return index < 0 ? -1 : index + from;
}

function index(args: readonly Value[], last: boolean): number {
  const found = find(args, last);
  if (found < 0) throw valueError('substring not found');
  return found;
}

function hasAffix(args: readonly Value[], name: string, test: (text: string, affix: string) => boolean): boolean {
  const { text, from, to } = window(args);
  const affixes = args[1] instanceof Tuple ? args[1].items : [args[1]];
  return affixes.some((affix) => {
    if (typeof affix === 'string') return test(text.slice(from, to), affix);
    throw typeError(`${name} first arg must be str or a tuple of str, not ${typeName(affix)}`);
  });
}

function count(args: readonly Value[]): number {
  const { text, from, to } = window(args);
  const wanted = textArgument(args[1], 'argument');
  return wanted === '' ? to - from + 1 : text.slice(from, to).split(wanted).length - 1;
}

/** `partition` and `rpartition`: the parts before, at and behind a separator. */
function partition([self, separator]: readonly Value[], last: boolean): Tuple {
  const text = self as string;
  const wanted = textArgument(separator, 'separator');
  if (wanted === '') throw new TemplateError('ValueError', 'empty separator');
  const at = last ? text.lastIndexOf(wanted) : text.indexOf(wanted);
  if (at < 0) return new Tuple(last ? ['', '', text] : [text, '', '']);
  return new Tuple([text.slice(0, at), wanted, text.slice(at + wanted.length)]);
}

/** Methods of str that look for a part of it. */
export const TEXT_SEARCH: readonly NativeFunction[] = [
  method('find', ['sub', 'start?', 'end?'], (args) => find(args, false)),
  method('rfind', ['sub', 'start?', 'end?'], (args) => find(args, true)),
  method('index', ['sub', 'start?', 'end?'], (args) => index(args, false)),
  method('rindex', ['sub', 'start?', 'end?'], (args) => index(args, true)),
  method('count', ['sub', 'start?', 'end?'], count),
  method('startswith', ['prefix', 'start?', 'end?'], (args) =>
    hasAffix(args, 'startswith', (text, affix) => text.startsWith(affix)),
  ),
  method('endswith', ['suffix', 'start?', 'end?'], (args) =>
    hasAffix(args, 'endswith', (text, affix) => text.endsWith(affix)),
  ),
  method('partition', ['sep'], (args) => partition(args, false)),
  method('rpartition', ['sep'], (args) => partition(args, true)),
  method('removeprefix', ['prefix'], ([self, prefix]) => {
    const text = self as string;
    const affix = textArgument(prefix, 'removeprefix() argument');
    return text.startsWith(affix) ? text.slice(affix.length) : text;
  }),
  method('removesuffix', ['suffix'], ([self, suffix]) => {
    const text = self as string;
    const affix = textArgument(suffix, 'removesuffix() argument');
    return affix !== '' && text.endsWith(affix) ? text.slice(0, -affix.length) : text;
  }),
];
