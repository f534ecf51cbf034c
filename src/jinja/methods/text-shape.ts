import { typeError } from '../errors.js';
import { replaceText } from '../operators/text-replace.js';
import { splitLines, splitText, splitTextFromEnd, stripText } from '../operators/text-split.js';
import { optionalInt, textArgument } from '../values/arguments.js';
import { itemsOf } from '../values/iterate.js';
import type { CallContext, NativeFunction } from '../values/native-function.js';
import { textLength } from '../values/text.js';
import { isTrue } from '../values/truth.js';
import { typeName } from '../values/type-name.js';
import type { Value } from '../values/value.js';
import { method } from './method.js';

type Side = 'both' | 'left' | 'right';

const optionalText = (value: Value, name: string) =>
  value === undefined || value === null ? null : textArgument(value, name);

const strip = (name: string, side: Side) =>
  method(name, ['chars?'], ([self, chars]) => stripText(self as string, optionalText(chars, `${name} arg`), side));

/** `ljust`, `rjust` and `center`. */
function justify(args: readonly Value[], { budget }: CallContext, side: Side): string {
  const [self, width, fillchar] = args;
  const text = self as string;
  const fill = optionalText(fillchar, 'fill character') ?? ' ';
  if (textLength(fill) !== 1) throw typeError('The fill character must be exactly one character long');
  const size = optionalInt(width, 0);
  const missing = size - textLength(text);
  if (missing <= 0) return text;
  budget.text(size);
  if (side === 'left') return text + fill.repeat(missing);
  if (side === 'right') return fill.repeat(missing) + text;
  // As CPython: the odd one goes left where the width is odd.
  const left = (missing >> 1) + (missing & size & 1);
  return fill.repeat(left) + text + fill.repeat(missing - left);
}

function zfill([self, width]: readonly Value[], { budget }: CallContext): string {
  const text = self as string;
  const sign = /^[+-]/.exec(text)?.[0] ?? '';
  const size = optionalInt(width, 0);
  budget.text(size);
  return sign + text.slice(sign.length).padStart(size - sign.length, '0');
}

function join([self, iterable]: readonly Value[], { budget }: CallContext): string {
  const separator = self as string;
  let length = 0;
  const parts = itemsOf(iterable).map((item, i) => {
    if (typeof item !== 'string') {
      throw typeError(`sequence item ${i}: expected str instance, ${typeName(item)} found`);
    }
    length += item.length + separator.length;
    return item;
  });
  budget.spend(parts.length);
  budget.text(length);
  return parts.join(separator);
}

function expandTabs([self, size]: readonly Value[], { budget }: CallContext): string {
  const width = optionalInt(size, 8);
  const text = self as string;
  budget.text(text.length + (text.split('\t').length - 1) * width);
  let column = 0;
  return text.replace(/\t|\r|\n|[^\t\r\n]+/g, (part) => {
    const expanded = part === '\t' ? ' '.repeat(width > 0 ? width - (column % width) : 0) : part;
    column = part === '\n' || part === '\r' ? 0 : column + expanded.length;
    return expanded;
  });
}

/** Methods of str that split, join, trim, pad and replace. */
export const TEXT_SHAPE: readonly NativeFunction[] = [
  strip('strip', 'both'),
  strip('lstrip', 'left'),
  strip('rstrip', 'right'),
  method('split', ['sep?', 'maxsplit?'], ([self, sep, most]) =>
    splitText(self as string, optionalText(sep, 'sep'), optionalInt(most, -1)),
  ),
  method('rsplit', ['sep?', 'maxsplit?'], ([self, sep, most]) =>
    splitTextFromEnd(self as string, optionalText(sep, 'sep'), optionalInt(most, -1)),
  ),
  method('splitlines', ['keepends?'], ([self, keep]) => splitLines(self as string, isTrue(keep))),
  method('join', ['iterable'], join),
  method('replace', ['old', 'new', 'count?'], ([self, old, replacement, count], { budget }) =>
    replaceText(
      self as string,
      textArgument(old, 'replace() argument 1'),
      textArgument(replacement, 'replace() argument 2'),
      optionalInt(count, -1),
      budget,
    ),
  ),
  method('ljust', ['width', 'fillchar?'], (args, context) => justify(args, context, 'left')),
  method('rjust', ['width', 'fillchar?'], (args, context) => justify(args, context, 'right')),
  method('center', ['width', 'fillchar?'], (args, context) => justify(args, context, 'both')),
  method('zfill', ['width'], zfill),
  method('expandtabs', ['tabsize?'], expandTabs),
];
