import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { isMacroType } from '#dvt/manifest/properties/macro-type.js';
import { dvt } from '../cli/dvt.js';
import { folderWith } from '../config/files.js';

/** What dbt-core 1.12.6 says of the same: names, and those whose description it warns of. */
const DESCRIBED = `macros:
  - {name: right, arguments: [{name: a, type: string, description: first}, {name: b, type: 'list[int]'}]}
  - {name: silent}
  - {name: other_name, arguments: [{name: x}, {name: b}]}
  - {name: too_many, arguments: [{name: a}, {name: b}]}
  - {name: wrong_type, arguments: [{name: a, type: List}]}
`;

const MACROS = `{% macro right(a, b=1) %}{% endmacro %}
{% macro silent(a, b='x', c=none) %}{{ varargs }}{{ kwargs }}{% endmacro %}
{% macro other_name(a, b) %}{% endmacro %}
{% macro too_many(a) %}{% endmacro %}
{% macro wrong_type(a) %}{% endmacro %}
{% test mine(model, column_name, at_least=1) %}select 1{% endtest %}
`;

async function parsed(flags: string) {
  const cwd = await folderWith({
    'dbt_project.yml': `name: shop\nprofile: shop\nflags: ${flags}\n`,
    'profiles.yml': 'shop: {adapter: duckdb, path: a.duckdb}\n',
    'macros/all.sql': MACROS,
    'macros/all.yml': DESCRIBED,
  });
  const { code, stdout, stderr } = await dvt(['parse'], { cwd });
  expect(code, stdout + stderr).toBe(0);
  const { macros } = JSON.parse(await readFile(join(cwd, 'target/manifest.json'), 'utf8'));
  const names = (name: string): readonly string[] =>
    macros[`macro.shop.${name}`].arguments.map((one: { readonly name: string }) => one.name);
  return { stdout, cwd, macros, names };
}

test('arguments are those of the definition, or as described; a description that does not fit is warned of', async () => {
  const { stdout, cwd, macros, names } = await parsed('{}');
  expect(names('silent')).toEqual(['a', 'b', 'c']);
  expect(names('test_mine')).toEqual(['model', 'column_name', 'at_least']);
  expect(macros['macro.shop.silent'].arguments[0]).toEqual({ name: 'a', type: null, description: '' });
  expect(macros['macro.shop.right'].arguments).toEqual([
    { name: 'a', type: 'string', description: 'first' },
    { name: 'b', type: 'list[int]', description: '' },
  ]);
  expect(names('other_name')).toEqual(['x', 'b']);
  const warned = stdout.split('\n').filter((line) => line.includes('DVT1217'));
  expect(warned.map((line) => /macro (\w+)/.exec(line)?.[1])).toEqual(['other_name', 'too_many', 'wrong_type']);
  expect(stdout).toContain('macros/all.yml:4:');
  const strict = ['parse', '--warn-error-options', '{error: [InvalidMacroAnnotation]}'];
  expect((await dvt(strict, { cwd })).code).toBe(2);
});

test('validate_macro_args: false leaves arguments as they are described, and compares nothing', async () => {
  const { stdout, names } = await parsed('{validate_macro_args: false}');
  expect(stdout).not.toContain('DVT1217');
  expect([names('right'), names('silent'), names('too_many')]).toEqual([['a', 'b'], [], ['a', 'b']]);
});

test.each([
  ['string', true],
  ['dict[str, optional[list[relation]]]', true],
  [' list [ any ] ', true],
  ['list', false],
  ['list[]', false],
  ['dict[str]', false],
  ['dict[str, int, int]', false],
  ['str[int]', false],
  ['int]', false],
  ['toString', false],
  ['', false],
])('the type `%s`', (text, known) => expect(isMacroType(text)).toBe(known));
