import { TemplateError } from '../errors.js';
import { pairsOf } from '../methods/dict.js';
import { dictView } from '../values/dict-view.js';
import type { NativeFunction } from '../values/native-function.js';
import { toText } from '../values/print.js';
import { isTrue } from '../values/truth.js';
import { typeName } from '../values/type-name.js';
import { Undefined } from '../values/undefined.js';
import type { Value } from '../values/value.js';
import { alias, filter } from './filter.js';

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  "'": '&#39;',
  '"': '&#34;',
};
const NAMED: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'", nbsp: '\u00a0' };

function escapeHtml(text: string): string {
  return text.replace(/[&<>'"]/g, (character) => ENTITIES[character]!);
}

function unescapeHtml(text: string): string {
  return text.replace(/&(?:#(\d+)|#[xX]([\da-fA-F]+)|(\w+));/g, (whole, decimal, hex, name) => {
    if (name !== undefined) return NAMED[name] ?? whole;
    const code = decimal === undefined ? Number.parseInt(hex, 16) : Number(decimal);
    return code > 0x10ffff ? whole : String.fromCodePoint(code);
  });
}

function stripTags(text: string): string {
  const plain = text.replace(/<!--[\s\S]*?-->/g, '').replace(/<[^>]*>/g, '');
  return unescapeHtml(plain.split(/\s+/).filter(Boolean).join(' '));
}

/** As Python's `quote` for a path (`slash` is kept) and `quote_plus` for a query. */
function quoteUrl(value: Value, slash: string): string {
  const kept = encodeURIComponent(toText(value)).replace(/[!'()*]/g, percent);
  return slash === '/' ? kept.replaceAll('%2F', '/') : kept.replaceAll('%20', '+');
}

function percent(character: string): string {
  return `%${character.charCodeAt(0).toString(16).toUpperCase()}`;
}

function urlencode([value]: readonly Value[]): Value {
  const entries = dictView(value)?.entries();
  if (entries === undefined && (typeof value !== 'object' || value === null)) return quoteUrl(value, '/');
  const pairs = entries ?? pairsOf(value);
  return pairs.map(([key, item]) => `${quoteUrl(key, '')}=${quoteUrl(item, '')}`).join('&');
}

function xmlattr([value, autospace]: readonly Value[]): Value {
  const attributes: string[] = [];
  const dict = dictView(value);
  if (value instanceof Undefined) value.fail();
  if (dict === undefined) throw new TemplateError('AttributeError', `xmlattr needs a dict, not ${typeName(value)}`);
  for (const [key, item] of dict.entries()) {
    if (item === null || item instanceof Undefined) continue;
    const name = toText(key);
    if (/[\s/>=]/.test(name)) {
      throw new TemplateError('ValueError', `Invalid character in attribute name: '${name}'`);
    }
    attributes.push(`${escapeHtml(name)}="${escapeHtml(toText(item))}"`);
  }
  const text = attributes.join(' ');
  return text !== '' && isTrue(autospace ?? true) ? ` ${text}` : text;
}

const escapeFilter = filter('escape', [], ([value]) => escapeHtml(toText(value)));

/** Filters for HTML and URLs. */
export const HTML_FILTERS: readonly NativeFunction[] = [
  escapeFilter,
  alias('e', escapeFilter),
  alias('forceescape', escapeFilter),
  // Nothing is escaped by itself, so that all text is safe already.
  filter('safe', [], ([value]) => value),
  filter('striptags', [], ([value]) => stripTags(toText(value))),
  filter('urlencode', [], urlencode),
  filter('xmlattr', ['autospace?'], xmlattr),
];
