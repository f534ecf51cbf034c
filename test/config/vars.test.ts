import { expect, test } from 'vitest';
import { parseVars } from '#dvt/config/index.js';
import { mistakesOf } from './files.js';

test('--vars is a YAML mapping, in braces or not', () => {
  expect(parseVars('{day: 2026-01-31, n: 3, flag: yes}')).toEqual({ day: '2026-01-31', n: 3, flag: true });
  expect(parseVars('key: value')).toEqual({ key: 'value' });
  expect(parseVars('{"json": [1, 2]}')).toEqual({ json: [1, 2] });
  expect(parseVars('')).toEqual({});
});

test.each(['day', '[1, 2]', '{day: ', 'a: b: c'])('%s is refused with an example', async (text) => {
  const [mistake] = await mistakesOf(Promise.resolve().then(() => parseVars(text)));
  expect(mistake).toMatchObject({ code: 'DVT1022' });
  expect(mistake?.hint).toContain('--vars');
});
