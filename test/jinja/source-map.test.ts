import { expect, test } from 'vitest';
import { type Context, hostFunction, MacroReturn, macrosOf, mapOffset, Templater } from '#dvt/jinja/index.js';

const templater = new Templater();

/** The place of the first occurrence of a text in the output, as `template:line:column`, then those of the calls. */
async function placeOf(found: string, template: string, context: Context = {}): Promise<string[]> {
  const { text, sourceMap } = await templater.render(templater.parse(template, { name: 'm' }), context);
  const mapped = mapOffset(sourceMap, text.indexOf(found));
  if (mapped === undefined) return [];
  return [mapped, ...mapped.calls].map(({ template: name, line, column }) => `${name}:${line}:${column}`);
}

function macros(text: string): Map<string, unknown> {
  const definitions = macrosOf(templater.parse(text, { name: 'macros' }));
  const end = hostFunction('return', ['data'], ([data]) => {
    throw new MacroReturn(data);
  });
  return new Map<string, unknown>([['return', end], ...definitions.map(({ name, macro }) => [name, macro] as const)]);
}

test('text maps to its own line and column', async () => {
  const template = '{# c #}select a,\n  b\n{% if true %}\n from c{% endif %}\n';
  expect(await placeOf('select', template)).toEqual(['m:1:8']);
  expect(await placeOf('b', template)).toEqual(['m:2:3']);
  expect(await placeOf('from', template)).toEqual(['m:4:2']);
});

test('stripped white space and Windows line ends do not shift positions', async () => {
  expect(await placeOf('b', 'a\r\n  {%- if 1 -%}\r\n  b{% endif %}')).toEqual(['m:3:3']);
});

test('a value maps to its expression', async () => {
  expect(await placeOf('abc', 'x {{ \n "ab" ~ "c" }}')).toEqual(['m:2:2']);
  expect(await placeOf('c', '{{ "abc" }}')).toEqual(['m:1:4']);
});

test("a macro's text maps into the macro, and to the call", async () => {
  const context = macros(
    '{% macro outer() %}\n a {{ inner("v") }}\n{% endmacro %}\n{% macro inner(x) %}<{{ x }}>{% endmacro %}',
  );
  const template = 'select 1\n  {{ outer() }} tail';
  expect(await placeOf('a', template, context)).toEqual(['macros:2:2', 'm:2:6']);
  expect(await placeOf('<', template, context)).toEqual(['macros:4:21', 'macros:2:7', 'm:2:6']);
  expect(await placeOf('v', template, context)).toEqual(['macros:4:25', 'macros:2:7', 'm:2:6']);
  expect(await placeOf('tail', template, context)).toEqual(['m:2:17']);
});

test('so does text that was returned, trimmed, kept in a variable or passed to a call block', async () => {
  const context = macros(
    '{% macro a() %}\n  select {{ 1 }}\n{% endmacro %}{% macro b() %}{{ return(a()) }}{% endmacro %}{% macro w() %}({{ caller() }}){% endmacro %}',
  );
  expect(await placeOf('select', '{{ b() }}', context)).toEqual(['macros:2:3', 'm:1:4']);
  expect(await placeOf('select', 'x{{ a() | trim }}', context)).toEqual(['macros:2:3', 'm:1:5']);
  expect(await placeOf('select', '{% set q = a() %}\n{{ q }}', context)).toEqual(['macros:2:3', 'm:2:4']);
  expect(await placeOf('deep', '{% call w() %}\n deep {% endcall %}', context)).toEqual([
    'm:2:2',
    'macros:3:80',
    'm:1:9',
  ]);
  expect(await placeOf('kept', '{% set q %}\n kept{% endset %}\n{{ q }}')).toEqual(['m:2:2', 'm:3:4']);
});

test('outside of the output there is no place', async () => {
  const { sourceMap } = await templater.render(templater.parse('ab', { name: 'm' }));
  expect(mapOffset(sourceMap, 99)).toBeUndefined();
  expect(mapOffset(sourceMap, -1)).toBeUndefined();
  expect(mapOffset(sourceMap, 2)).toMatchObject({ line: 1, column: 3 });
});
