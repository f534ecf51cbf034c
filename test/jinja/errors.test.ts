import { expect, test } from 'vitest';
import { DvtError } from '#dvt/core/errors.js';
import { hostFunction, type MacroDefinition, macrosOf, Templater } from '#dvt/jinja/index.js';
import { failure } from './render.js';

const at = async (template: string, context = {}) => {
  const { location } = await failure(template, context);
  return `${location?.line}:${location?.column}+${location?.length}`;
};

test('a mistake of a name points at it, with the lines around it and the nearest name', async () => {
  const found = await failure("select 1\nfrom {{ reff('a') }}\nwhere 1", {
    ref: hostFunction('ref', ['name'], () => ''),
  });
  expect(found).toEqual({
    code: 'DVT2002',
    message: "'reff' is undefined",
    location: { path: 'models/m.sql', line: 2, column: 9, length: 4 },
    frame: "  1 | select 1\n> 2 | from {{ reff('a') }}\n    |         ^^^^\n  3 | where 1",
    hint: "Did you mean 'ref'?",
  });
});

test('hints name the nearest filter, test, tag, key, method and variable', async () => {
  const hint = async (template: string) => (await failure(template, { cfg: { schema: 1 } })).hint;
  expect(await hint("{{ 'a' | uper }}")).toBe("Did you mean 'upper'?");
  expect(await hint('{{ 1 is defind }}')).toBe("Did you mean 'defined'?");
  expect(await hint('{% forr x in [1] %}{% endfor %}')).toBe("Did you mean 'for'?");
  expect(await hint('{{ cfg.shema.x }}')).toBe("Did you mean 'schema'?");
  expect(await hint("{{ 'a'.uper() }}")).toBe("Did you mean 'upper'?");
  expect(await hint('{% set total = 1 %}{{ totl + 1 }}')).toBe("Did you mean 'total'?");
  expect(await hint('{% for x in [1] %}{{ loop.indx + 1 }}{% endfor %}')).toBe("Did you mean 'index'?");
  expect(await hint("{{ 'a' + 1 }}")).toBe('Join text and other values with ~ in place of +.');
});

test('every kind of expression knows its place', async () => {
  expect(await at('{{ 1 +\n  none }}')).toBe('1:6+1');
  expect(await at('{{ [1, 2,\n nope.x] }}')).toBe('2:7+1');
  expect(await at("{{ 'a'\n  | round }}")).toBe('2:5+5');
  expect(await at('{{ none\n [0].x }}')).toBe('2:6+1');
  expect(await at('{% if 1 <\n "a" %}{% endif %}')).toBe('1:9+1');
  expect(await at('\n\n{% for a, b in [1] %}{% endfor %}')).toBe('3:8+1');
  expect(await at('{% set ns = 1 %}\n{% set ns.x = 1 %}')).toBe('2:8+2');
  expect(await at('{{ dict(\n**5) }}')).toMatch(/^1:/);
  expect(await at('\r\n\r\n{{ nope.x }}')).toBe('3:9+1');
});

test('syntax errors say what was expected and where', async () => {
  const message = async (template: string) => {
    const { code, message: text, location } = await failure(template);
    return `${code} ${location?.line}:${location?.column} ${text}`;
  };
  expect(await message('a\n{{ 1 + }}')).toBe("DVT2001 2:8 Expected an expression, found '}}'");
  expect(await message('{% if a %}\nx')).toBe(
    "DVT2001 1:4 The tag 'if' is not closed: expected 'elif' or 'else' or 'endif'",
  );
  expect(await message('{{ a b }}')).toBe("DVT2001 1:6 Expected '}}', found 'b'");
  expect(await message('x\n {# a')).toBe('DVT2001 2:2 The comment is not closed: expected #}');
  expect(await message('{{ (1 }}')).toBe("DVT2001 1:7 Unexpected '}', expected ')'");
  expect(await message('{{ "a }}')).toBe('DVT2001 1:4 The text is not closed: expected "');
  expect(await message('{% break %}')).toBe("DVT2001 1:4 'break' is outside of a for loop");
});

test('a wrong closing tag names the tag that is open', async () => {
  const { message, related } = await failure('{% for x in [1] %}\n{% if x %}\n{% endfor %}');
  expect(message).toBe("Unexpected tag 'endfor', expected 'elif' or 'else' or 'endif'");
  expect(related).toEqual([
    { message: "'if' was opened here", location: { path: 'models/m.sql', line: 2, column: 4, length: 2 } },
  ]);
});

test.each([
  '{% include "a" %}',
  '{% import "a" as b %}',
  '{% from "a" import b %}',
  '{% extends "a" %}',
  '{% block b %}{% endblock %}',
])('%s is refused', async (template) => {
  const { code, message, hint } = await failure(template);
  expect(code).toBe('DVT2007');
  expect(message).toContain('is not supported');
  expect(hint).toContain('macro');
});

test('an error inside of macros lies in their file, and names all calls around it', async () => {
  const templater = new Templater();
  const file = templater.parse(
    '{% macro outer(x) %}\n  {{ inner(x) }}\n{% endmacro %}\n{% macro inner(x) %}{{ x.a.b }}{% endmacro %}',
    { name: 'macros/m.sql' },
  );
  const context = Object.fromEntries(macrosOf(file).map(({ name, macro }: MacroDefinition) => [name, macro]));
  const { message, location, related } = await failure('select\n{{ outer({}) }}', context, templater);
  expect(message).toBe("'dict object' has no attribute 'a'");
  expect(location).toMatchObject({ path: 'macros/m.sql', line: 4, column: 28 });
  expect(related).toEqual([
    { message: "macro 'inner' is called here", location: { path: 'macros/m.sql', line: 2, column: 6, length: 5 } },
    { message: "macro 'outer' is called here", location: { path: 'models/m.sql', line: 2, column: 4, length: 5 } },
  ]);
});

test('an error of a host function gets the place of its call; a defect passes unchanged', async () => {
  const fail = hostFunction('fail', ['how'], async ([how]) => {
    if (how === 'defect') throw new EvalError('defect');
    throw new DvtError({ code: 'DVT3001', message: 'No such model', hint: 'Look.' }, { terminal: false });
  });
  expect(await failure("a\n  {{ fail('x') }}", { fail })).toMatchObject({
    code: 'DVT3001',
    message: 'No such model',
    hint: 'Look.',
    location: { path: 'models/m.sql', line: 2, column: 6, length: 4 },
  });
  await expect(failure("{{ fail('defect') }}", { fail })).rejects.toThrow(EvalError);
  const templater = new Templater();
  const rendering = templater.render(templater.parse("{{ fail('x') }}", { name: 'm' }), { fail });
  await expect(rendering).rejects.toMatchObject({ terminal: false });
});

test('wrong arguments of host functions and macros say which', async () => {
  const fn = hostFunction('fn', ['a', 'b?'], () => '');
  const message = async (call: string) =>
    (await failure(`{% macro m(x) %}{% endmacro %}{{ ${call} }}`, { fn })).message;
  expect(await message('fn()')).toBe("fn() is missing the argument 'a'");
  expect(await message('fn(1, 2, 3)')).toBe('fn() takes at most 2 arguments (3 given)');
  expect(await message('fn(1, c=2)')).toBe("fn() got an unexpected keyword argument 'c'");
  expect(await message('fn(1, a=2)')).toBe("fn() got multiple values for argument 'a'");
  expect(await message('m(1, 2)')).toBe("macro 'm' takes not more than 1 argument(s)");
  expect(await message('m(y=1)')).toBe("macro 'm' takes no keyword argument 'y'");
});
