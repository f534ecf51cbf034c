import { expect, test } from 'vitest';
import { RE_MODULE } from '#dvt/context/re-module.js';
import { render } from '../jinja/render.js';

const shown = (expression: string): Promise<string> => render(`{{ ${expression} }}`, { re: RE_MODULE });

/** What Python 3.11 answers, written as Python prints it. */
const CASES: readonly (readonly [expression: string, python: string])[] = [
  [String.raw`re.search('(?i)(?s)(^.*\\s*|\\s+|,)with\\s', 'a\nWITH b').span()`, '(0, 7)'],
  [String.raw`re.findall('[\\w-]+@[^.]*', 'é-x@y.z')`, "['é-x@y']"],
  [String.raw`re.sub('[^a-z0-9_\\-\\"]+', '_', 'a b"c-d')`, 'a_b"c-d'],
  ["re.findall('a{,2}', 'aaa')", "['aa', 'a', '']"],
  [String.raw`re.findall('\\{{\\s*(\\w+)\\s*}}', '{{ x }} {{y}}')`, "['x', 'y']"],
  [String.raw`re.search('end$', 'the end\n').span()`, '(4, 7)'],
  [String.raw`re.search('z\\Z', 'z\n')`, 'None'],
  [String.raw`re.search('\\Aa', 'a').group()`, 'a'],
  [String.raw`re.split('[,;]\\s*', 'a, b;c', 1)`, "['a', 'b;c']"],
  ["re.split('(,)', 'a,b')", "['a', ',', 'b']"],
  [String.raw`re.sub('(?P<a>x)(y)', '\\g<a>-\\2', 'xy')`, 'x-y'],
  ["re.findall('(?x) a b  # comment', 'ab')", "['ab']"],
  ["re.findall('[]a]+', 'a]b')", "['a]']"],
  [`re.escape('a-b c.d/e"f')`, String.raw`a\-b\ c\.d/e"f`],
  ["re.subn('a', 'b', 'aaa', 2)", "('bba', 2)"],
  ["re.finditer('a.', 'abac') | map(attribute='string') | list", "['abac', 'abac']"],
  ["re.match(re.compile('B', re.I), 'b').group(0)", 'b'],
  [String.raw`re.compile('(\\d)(\\d)?').match('1').groups('none')`, "('1', 'none')"],
];

test.each(CASES)('%s', async (expression, python) => {
  expect(await shown(expression)).toBe(python);
});
