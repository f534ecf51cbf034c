import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { Redactor } from '#dvt/core/redact.js';

function redactorOf(secret: string, open: readonly string[] = []): Redactor {
  const redactor = new Redactor();
  redactor.add(secret, open);
  return redactor;
}

describe('a secret is masked in every form that software writes it in', () => {
  const forms: readonly (readonly [string, (secret: string) => string])[] = [
    ['as it is', (secret) => secret],
    ['in a URL', encodeURIComponent],
    ['in a form body', (secret) => new URLSearchParams([['p', secret]]).toString().slice(2)],
    ['in JSON', (secret) => JSON.stringify(secret).slice(1, -1)],
    ['in SQL', (secret) => secret.replaceAll("'", "''")],
    ['in SQL with backslashes', (secret) => secret.replaceAll('\\', '\\\\').replaceAll("'", "\\'")],
  ];
  test.each(forms)('%s', (_, write) => {
    fc.assert(
      fc.property(fc.string({ minLength: 8, unit: 'grapheme' }), (secret) => {
        const shown = redactorOf(secret).redact(`before <${write(secret)}> after`);
        expect(shown).toBe('before <****> after');
      }),
    );
  });
});

test('a lone surrogate does no harm', () => {
  expect(redactorOf('hunter\ud800two').redact('is hunter\ud800two.')).toBe('is ****.');
});

test('the longer of two secrets is masked whole', () => {
  const redactor = redactorOf('swordfish');
  redactor.add('swordfish-2026');
  expect(redactor.redact('swordfish-2026 swordfish')).toBe('**** ****');
});

test('a short secret is masked as a word, and ordinary words stay', () => {
  expect(redactorOf('tree').redact('password tree; subtree of tree1, "tree"')).toBe(
    'password ****; subtree of tree1, "****"',
  );
});

test('a secret that is written in the open too is masked only where a password stands', () => {
  const text = 'select from bench.orders; password=bench host=h; mysql://bench:bench@host/bench; {"password":"bench"}';
  expect(redactorOf('bench', ['bench']).redact(text)).toBe(
    'select from bench.orders; password=**** host=h; mysql://bench:****@host/bench; {"password":"****"}',
  );
});

test('an empty secret masks nothing, one of two characters only where a password stands', () => {
  expect(redactorOf('').redact('text')).toBe('text');
  expect(redactorOf('ab').redact('about ab: password=ab')).toBe('about ab: password=****');
});

test('a secret is masked where it is the key of a mapping too', () => {
  const data = { 'correct horse battery': { inner: ['x correct horse battery'] } };
  const masked = { '****': { inner: ['x ****'] } };
  expect(redactorOf('correct horse battery').redactValue(data)).toEqual(masked);
  expect(JSON.parse(redactorOf('correct horse battery').redactedJson(data))).toEqual(masked);
});

test('data keeps its numbers and shape', () => {
  const data = { rows: 12345678, note: 'is 12345678', list: [{ s: 'x12345678y' }], none: null, at: true };
  expect(redactorOf('12345678').redactValue(data)).toEqual({
    rows: 12345678,
    note: 'is ****',
    list: [{ s: 'x****y' }],
    none: null,
    at: true,
  });
});
