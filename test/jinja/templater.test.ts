import { expect, test } from 'vitest';
import {
  blocksOf,
  Dict,
  HostObject,
  hostFunction,
  isTrue,
  MacroReturn,
  macrosOf,
  PyFloat,
  parseJson,
  staticCalls,
  Templater,
  Tuple,
  toJson,
  toPlain,
  toRepr,
  toText,
  Undefined,
} from '#dvt/jinja/index.js';
import { render } from './render.js';

const templater = new Templater({
  blockTags: [
    { tag: 'materialization', header: 'options' },
    { tag: 'test', header: 'parameters', closing: ['enddata_test'] },
    { tag: 'snapshot' },
    { tag: 'docs', textBody: true },
  ],
  filters: [hostFunction('shout', ['value', 'mark?'], async ([value, mark]) => `${value}${mark ?? '!'}`)],
  tests: [hostFunction('short', ['value'], ([value]) => String(value).length < 3)],
});
const parse = (text: string) => templater.parse(text, { name: 'file.sql' });

test('macros are found without rendering', () => {
  const text = '{{ nope.x() }}\n{% macro a(x, y=1, *, z) %}{% endmacro %}'.replace(', *, z', '');
  const template = parse(`${text}\n{%- macro b() -%} body {%- endmacro -%}`);
  expect(macrosOf(template)).toMatchObject([
    {
      name: 'a',
      template: 'file.sql',
      line: 2,
      parameters: [
        { name: 'x', hasDefault: false },
        { name: 'y', hasDefault: true, default: 1 },
      ],
      source: '{% macro a(x, y=1) %}{% endmacro %}',
    },
    { name: 'b', line: 3, parameters: [], source: '{%- macro b() -%} body {%- endmacro -%}' },
  ]);
});

test('blocks of registered tags have names, options, parameters and bodies', async () => {
  const template = parse(`{% materialization table, default, adapter='duckdb', langs=['sql'] %}
  {{ work() }}
{% endmaterialization %}
{% test positive(model, column) %}{{ model }}.{{ column }}{% enddata_test %}
{% snapshot s %}select {{ 1 + 1 }}{% endsnapshot %}
{% docs d %}# {{ not parsed {% at all %}{% enddocs %}`);
  const [materialization, positive, snapshot, docs] = blocksOf(template);
  expect([...materialization!.options]).toEqual([
    ['default', null],
    ['adapter', 'duckdb'],
    ['langs', ['sql']],
  ]);
  expect(positive!.parameters.map((parameter) => parameter.name)).toEqual(['model', 'column']);
  expect(docs!.bodySource).toBe('# {{ not parsed {% at all %}');
  expect((await templater.render(snapshot!.body)).text).toBe('select 2');
  expect((await templater.render(template)).text.trim()).toBe('');
  const result = await templater.call(positive!.toMacro('test_positive'), {
    positional: ['m'],
    named: new Map([['column', 'c']]),
  });
  expect(result).toBe('m.c');
});

test('macros of many files share the names of the context, with packages', async () => {
  const [one] = macrosOf(parse('{% macro one() %}1{{ lib.two() }}{{ state }}{% endmacro %}'));
  const [two] = macrosOf(parse('{% macro two() %}2{{ three() }}{% endmacro %}'));
  const [three] = macrosOf(parse('{% macro three() %}3{% endmacro %}'));
  const lib = new HostObject({
    typeName: 'package',
    getAttribute: (name) => (name === 'two' ? two!.macro : undefined),
  });
  const context = { one: one!.macro, three: three!.macro, lib };
  expect(await render('{% set state = "hidden" %}{{ one() }}', context)).toBe('123');
  expect(await render('{{ one() }}', { ...context, state: '!' })).toBe('123!');
});

test('names can be computed when they are asked for', async () => {
  const asked: string[] = [];
  const get = (name: string) => {
    asked.push(name);
    return name === 'a' ? 1 : undefined;
  };
  expect(await render('{{ a }}{{ range(2) | list }}', { get, names: () => ['a'] })).toBe('1[0, 1]');
  expect(asked).toEqual(['a', 'range']);
});

test('promises are awaited wherever they come from', async () => {
  const later = hostFunction('later', ['value'], async ([value]) => value);
  const host = new HostObject({
    typeName: 'Host',
    getAttribute: (name) => (name === 'slow' ? Promise.resolve('s') : undefined),
    getItem: async (key) => `item ${String(key)}`,
  });
  const context = { later, host };
  expect(await render("{{ later(1) + later(2) }}{{ [later(1), later('x')] }}{{ {'a': later(1)} }}", context)).toBe(
    "3[1, 'x']{'a': 1}",
  );
  expect(
    await render(
      '{% for x in later([1, 2]) if later(true) %}{% if later(x) == 2 %}{% break %}{% endif %}{{ x }}{% else %}-{% endfor %}',
      context,
    ),
  ).toBe('1');
  expect(await render('{% for i in range(3000) %}{{ later("") }}{% endfor %}done', context)).toBe('done');
  expect(
    await render(
      '{% macro m(a=later(1), b=a) %}{{ a }}{{ b }}{{ caller(later(3)) }}{% endmacro %}{% call(x) m() %}{{ x }}{% endcall %}',
      context,
    ),
  ).toBe('113');
  expect(
    await render(
      '{{ host.slow ~ host[1] }}{{ later(1) if later(false) else later(2) }}{{ later(0) or later("or") }}',
      context,
    ),
  ).toBe('sitem 12or');
  expect(
    await render('{{ [1, 2] | map("string") | join(later("-")) }}{{ not later(0) }}{{ 1 < later(2) < 3 }}', context),
  ).toBe('1-2TrueTrue');
  expect(
    await render(
      '{% set ns = namespace() %}{% set ns.x = later(5) %}{% with y = later(6) %}{{ ns.x }}{{ y }}{% endwith %}',
      context,
    ),
  ).toBe('56');
  expect(
    await render(
      '{% filter upper %}{{ later("a") }}{% endfilter %}{% set z | upper %}{{ later("b") }}{% endset %}{{ z }}',
      context,
    ),
  ).toBe('AB');
});

test('filters and tests of the caller', async () => {
  const text = async (template: string) => (await templater.render(parse(template))).text;
  expect(await text("{{ 'a' | shout }}{{ 'a' | shout(mark='?') }}{{ ['a', 'b'] | map('shout') | list }}")).toBe(
    "a!a?['a!', 'b!']",
  );
  expect(await text("{{ 'ab' is short }}{{ ['abc', 'a'] | select('short') | list }}")).toBe("True['a']");
});

test('return() gives a call any value', async () => {
  const end = hostFunction('return', ['data?'], ([data]) => {
    throw new MacroReturn(data);
  });
  const macro =
    '{% macro m(x) %}text{% for i in [1, 2] %}{% if x %}{{ return([i, x]) }}{% endif %}{% endfor %}{% endmacro %}';
  expect(await render(`${macro}{{ m(5)[1] + 1 }}{{ m(0) }}`, { return: end })).toBe('6text');
  expect(await render('{% macro n() %}{% do return() %}{% endmacro %}{{ n() is none }}', { return: end })).toBe('True');
});

test('native rendering gives the value of a single expression', async () => {
  const native = async (text: string, context = {}) => templater.renderNative(parse(text), context);
  expect(await native('{{ [1, x] }}', { x: true })).toEqual([1, true]);
  expect(await native('{{ 1 + 1 }}')).toBe(2);
  expect(await native('v{{ 1 + 1 }}')).toBe('v2');
  expect(await native('plain')).toBe('plain');
  expect(await native('{{ nope }}')).toBeInstanceOf(Undefined);
});

test('a trailing line end is dropped, or kept where that is wanted', async () => {
  const keeping = new Templater({ keepTrailingNewline: true });
  expect((await keeping.render(keeping.parse('a\n', { name: 'm' }))).text).toBe('a\n');
  expect(await render('a\n')).toBe('a');
});

test('host objects offer what they declare', async () => {
  const money = (cents: number): HostObject =>
    new HostObject({
      typeName: 'Money',
      attributes: {
        cents,
        plus: hostFunction('plus', ['other', 'times?'], ([other, times]) =>
          money(cents + Number(other) * Number(times ?? 1)),
        ),
      },
      print: () => `$${cents / 100}`,
      getItem: (key) => (key === 'c' ? cents : undefined),
      call: hostFunction('money', ['text'], ([text]) => `${text}${cents}`),
      iterate: () => [1, 2],
      length: () => 2,
      isTrue: () => cents > 0,
      contains: (value) => value === cents,
      equals: (other) => other === cents,
      compare: (other) => (typeof other === 'number' ? cents - other : undefined),
      operate: (operator, other) => (operator === '+' ? money(cents + Number(other)) : undefined),
    });
  const context = { m: money(150), zero: money(0) };
  expect(await render("{{ m }}{{ [m] }}{{ m.cents }}{{ m['c'] }}{{ m.plus(50, times=2) }}{{ m('x') }}", context)).toBe(
    '$1.5[$1.5]150150$2.5x150',
  );
  expect(
    await render(
      "{{ m | list }}{{ m | length }}{{ 'T' if m }}{{ 'F' if not zero }}{{ 150 in m }}{{ m == 150 }}{{ 150 == m }}{{ m != 1 }}",
      context,
    ),
  ).toBe('[1, 2]2TFTrueTrueTrueTrue');
  expect(
    await render(
      '{{ m > 100 }}{{ 200 > m }}{{ m + 50 }}{{ m is callable }}{{ m is iterable }}{{ m.nope is defined }}',
      context,
    ),
  ).toBe('TrueTrue$2TrueTrueFalse');
  const dict = new Dict([['k', 1]]);
  const graph = new HostObject({ typeName: 'Graph', dict: () => dict });
  expect(
    await render(
      "{{ g }}{{ g.k }}{{ g['k'] }}{{ g.items() | list }}{{ 'k' in g }}{{ g is mapping }}{{ dict(**g) }}{{ g | tojson }}",
      { g: graph },
    ),
  ).toBe("{'k': 1}11[('k', 1)]TrueTrue{'k': 1}{\"k\": 1}");
});

test('plain data and maps are dicts and lists, and are changed in place', async () => {
  const data = { list: [1], dict: { a: 1 }, map: new Map([['k', 1]]), none: null, missing: undefined };
  const text = await render(
    "{% do list.append(2) %}{% do dict.update(b=2) %}{% do map.update({'l': 2}) %}{{ list }}{{ dict }}{{ map }}{{ none }}{{ missing is defined }}",
    data,
  );
  expect(text).toBe("[1, 2]{'a': 1, 'b': 2}{'k': 1, 'l': 2}NoneFalse");
  expect(data).toMatchObject({ list: [1, 2], dict: { a: 1, b: 2 } });
});

test('values can be printed, judged and turned into plain data by the caller', () => {
  const value = new Dict([
    ['a', new Tuple([1, PyFloat.of(2), 'x'])],
    [1, null],
  ]);
  expect(toText(value)).toBe("{'a': (1, 2.0, 'x'), 1: None}");
  expect(toText('x')).toBe('x');
  expect(toRepr('x')).toBe("'x'");
  expect(toJson(value)).toBe('{"a": [1, 2.0, "x"], "1": null}');
  expect(toPlain(value)).toEqual({ a: [1, 2, 'x'], '1': null });
  expect(toText(parseJson('{"b": 1.0, "a": [12345678901234567890, null]}'))).toBe(
    "{'b': 1.0, 'a': [12345678901234567890, None]}",
  );
  expect([isTrue(new Dict()), isTrue([0]), isTrue(PyFloat.of(0))]).toEqual([false, true, false]);
});

test('calls with constant arguments are found without rendering', () => {
  const calls = (text: string) => staticCalls(parse(text), new Set(['ref', 'source', 'config']));
  const found = calls(
    "{{ config(materialized='table', tags=['a', 'b'], n=-1) }}\nselect * from {{ ref('x', v=2) }}, {{ source('a', 'b') }} {{ this }} {{ x | upper }}",
  );
  expect(found.complete).toBe(true);
  expect(found.calls).toMatchObject([
    { name: 'config', positional: [], line: 1, column: 4 },
    { name: 'ref', positional: ['x'], line: 2, column: 18 },
    { name: 'source', positional: ['a', 'b'] },
  ]);
  expect([...found.calls[0]!.named]).toEqual([
    ['materialized', 'table'],
    ['tags', ['a', 'b']],
    ['n', -1],
  ]);
  for (const text of [
    "{{ ref('a' ~ 'b') }}",
    '{{ ref(*args) }}',
    "{% if x %}{{ ref('a') }}{% endif %}",
    "{{ ref('a') if x }}",
    '{{ other() }}',
    "{{ ref('a').render() }}",
    '{% for x in y %}{% endfor %}',
    "{% set ref = 1 %}{{ ref('a') }}",
    '{% macro m() %}{% endmacro %}',
    "{% call ref('a') %}{% endcall %}",
  ]) {
    expect(calls(text).complete, text).toBe(false);
  }
});

test('native rendering gives the value where a condition leaves one expression, as dbt-core 1.12.6 does', async () => {
  const native = async (text: string, context = {}) => templater.renderNative(parse(text), context);
  const text = '{% if x == 1 -%} {{ [x] }} {%- else -%} {{ false }} {%- endif -%}';
  expect([await native(text, { x: 1 }), await native(text, { x: 2 })]).toEqual([[1], false]);
  expect(await native('{% if true %}{{ 1 }} {% endif %}')).toBe('1 ');
});
