import { replaceText } from '../operators/text-replace.js';
import { stripText } from '../operators/text-split.js';
import { optionalInt, textArgument } from '../values/arguments.js';
import { lengthOf } from '../values/length.js';
import type { CallContext, NativeFunction } from '../values/native-function.js';
import { toText } from '../values/print.js';
import { capitalize, textLength } from '../values/text.js';
import { isTrue } from '../values/truth.js';
import { Undefined } from '../values/undefined.js';
import type { Value } from '../values/value.js';
import { filter } from './filter.js';

/** As Jinja2: words start behind white space, hyphens and opening brackets. */
function title(text: string): string {
  return text.replace(/[^-\s({[<]+/g, capitalize);
}

function center([value, width]: readonly Value[], { budget }: CallContext): Value {
  const text = toText(value);
  const size = optionalInt(width, 80);
  const missing = Math.max(0, size - textLength(text));
  budget.text(text.length + missing);
  const left = (missing >> 1) + (missing & size & 1);
  return ' '.repeat(left) + text + ' '.repeat(missing - left);
}

function indent([value, width, first, blank]: readonly Value[], { budget }: CallContext): Value {
  const indention = typeof width === 'string' ? width : ' '.repeat(Math.max(0, checked(width, budget)));
  if (value instanceof Undefined) value.fail();
  const [head = '', ...rest] = textArgument(value, 'The value for indent').split('\n');
  budget.text(head.length + rest.reduce((length, line) => length + line.length + indention.length + 1, 0));
  const indentBlank = isTrue(blank ?? false);
  const lines = rest.map((line) => (line !== '' || indentBlank ? indention + line : line));
  return (isTrue(first ?? false) ? indention : '') + [head, ...lines].join('\n');
}

function checked(width: Value, budget: CallContext['budget']): number {
  const size = optionalInt(width, 4);
  budget.text(Math.max(0, size));
  return size;
}

function truncate([value, length, killwords, end, leeway]: readonly Value[]): Value {
  const ending = toText(end ?? '...');
  const most = optionalInt(length, 255);
  if (lengthOf(value) <= most + optionalInt(leeway, 5)) return value;
  const cut = Array.from(textArgument(value, 'The value for truncate'))
    .slice(0, Math.max(0, most - textLength(ending)))
    .join('');
  if (isTrue(killwords ?? false)) return cut + ending;
  const space = cut.lastIndexOf(' ');
  return (space < 0 ? cut : cut.slice(0, space)) + ending;
}

const change = (name: string, run: (text: string) => string) => filter(name, [], ([value]) => run(toText(value)));

/** Filters that change text. */
export const TEXT_FILTERS: readonly NativeFunction[] = [
  change('upper', (text) => text.toUpperCase()),
  change('lower', (text) => text.toLowerCase()),
  change('capitalize', capitalize),
  change('title', title),
  filter('trim', ['chars?'], ([value, chars]) =>
    stripText(toText(value), chars === undefined || chars === null ? null : toText(chars), 'both'),
  ),
  filter('replace', ['old', 'new', 'count?'], ([value, old, replacement, count], { budget }) =>
    replaceText(toText(value), toText(old), toText(replacement), optionalInt(count, -1), budget),
  ),
  filter('center', ['width?'], center),
  filter('indent', ['width?', 'first?', 'blank?'], indent),
  filter('truncate', ['length?', 'killwords?', 'end?', 'leeway?'], truncate),
  filter('wordcount', [], ([value]) => toText(value).match(/[\p{L}\p{N}_]+/gu)?.length ?? 0),
];
