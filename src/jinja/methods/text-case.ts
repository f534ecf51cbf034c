import type { NativeFunction } from '../values/native-function.js';
import { capitalize } from '../values/text.js';
import { method } from './method.js';

const WORD = /\p{L}+/gu;

function swapCase(text: string): string {
  return Array.from(text, (c) => (c === c.toUpperCase() ? c.toLowerCase() : c.toUpperCase())).join('');
}

/** As Python: every run of letters is a word, so that "it's" becomes "It'S". */
function titleCase(text: string): string {
  return text.replace(WORD, capitalize);
}

/** Whether all letters have the case and there is one letter that has a case. */
export function isUpper(text: string): boolean {
  return text === text.toUpperCase() && text !== text.toLowerCase();
}

/** As `isUpper`. */
export function isLower(text: string): boolean {
  return text === text.toLowerCase() && text !== text.toUpperCase();
}

const change = (name: string, run: (text: string) => string) => method(name, [], ([self]) => run(self as string));
const check = (name: string, run: (text: string) => boolean) => method(name, [], ([self]) => run(self as string));

/** Methods of str that change or test the sort of its characters. */
export const TEXT_CASE: readonly NativeFunction[] = [
  change('lower', (text) => text.toLowerCase()),
  change('upper', (text) => text.toUpperCase()),
  change('casefold', (text) => text.toLowerCase().replaceAll('ß', 'ss')),
  change('title', titleCase),
  change('capitalize', capitalize),
  change('swapcase', swapCase),
  check('isupper', isUpper),
  check('islower', isLower),
  check('istitle', (text) => text === titleCase(text) && text.toLowerCase() !== text.toUpperCase()),
  check('isdigit', (text) => /^[\p{Nd}²³¹⁰⁴-⁹₀-₉]+$/u.test(text)),
  check('isdecimal', (text) => /^\p{Nd}+$/u.test(text)),
  check('isnumeric', (text) => /^\p{N}+$/u.test(text)),
  check('isalpha', (text) => /^\p{L}+$/u.test(text)),
  check('isalnum', (text) => /^[\p{L}\p{N}]+$/u.test(text)),
  check('isspace', (text) => /^\s+$/.test(text)),
  check('isascii', (text) => !/[^\0-\x7f]/.test(text)),
  check('isidentifier', (text) => /^[\p{L}_][\p{L}\p{N}_]*$/u.test(text)),
];
