import { describe, expect, test } from 'vitest';
import { HostObject, hostFunction, Templater, type Value } from '#dvt/jinja/index.js';
import { failure, render } from './render.js';

class Secret {
  readonly password = 'hunter2';
  reveal() {
    return this.password;
  }
}

let getterRuns = 0;
const context = () => ({
  data: { name: 'a', list: [1], deep: { x: 1 } },
  list: [1, 2],
  map: new Map([['k', 'v']]),
  rawFunction: () => 'called',
  instance: new Secret(),
  date: new Date(0),
  getter: Object.defineProperty({ a: 1 }, 'danger', {
    enumerable: true,
    get: () => {
      getterRuns++;
      return 'ran';
    },
  }),
  inherited: Object.create({ secret: 's' }) as Value,
  fn: hostFunction('fn', [], () => 'ok'),
  host: new HostObject({ typeName: 'Host', attributes: { shown: 1 } }),
});

const INTERNAL = [
  'constructor',
  '__proto__',
  'prototype',
  'toString',
  'valueOf',
  'hasOwnProperty',
  '__defineGetter__',
  '__class__',
  '__mro__',
  '__subclasses__',
  '__globals__',
  '__init__',
  '__dict__',
  'traits',
  'run',
  'method',
  'self',
];
const VALUES = [
  'data',
  'data.deep',
  'list',
  'map',
  "'text'",
  '1',
  '1.5',
  'true',
  '(1, 2)',
  'fn',
  'host',
  'rawFunction',
  'instance',
  'date',
  'getter',
  'range',
  'range(3)',
  'namespace()',
  'data.items',
  'data.items()',
  '[1] | map("string")',
  'cycler(1)',
];

describe.each(VALUES)('of %s', (value) => {
  test.each(INTERNAL)('%s is out of reach', async (name) => {
    expect(await render(`{{ (${value}).${name} is defined }}`, context())).toBe('False');
    expect(await render(`{{ (${value})['${name}'] is defined }}`, context())).toBe('False');
    expect(await render(`{{ (${value}) | attr('${name}') is defined }}`, context())).toBe('False');
    expect(await render(`{{ [${value}] | map(attribute='${name}') | first is defined }}`, context())).toBe('False');
    expect(await render(`{{ '{0.${name}}'.format(${value}) }}`, context())).toBe('');
    expect(await render(`{{ '{0[${name}]}'.format(${value}) }}`, context())).toBe('');
  });
});

test('the classic ways to Function end at undefined', async () => {
  for (const attempt of [
    "''.constructor.constructor('return 1')()",
    'data.constructor.constructor("return process")()',
    'range.constructor("return 1")()',
    'fn.call.call(1)',
    'fn.bind(1)()',
    'data.toString.call(1)',
    'caller.__globals__.os',
    '[].__class__.__mro__[1].__subclasses__()',
    'self.__init__.__globals__',
    "cycler.__init__.__globals__.os.popen('id').read()",
    "namespace.__init__.__globals__['os']",
    "('a' | attr('__class__')).x",
    "'%(__class__)s' % data.__class__.x",
  ]) {
    expect((await failure(`{{ ${attempt} }}`, context())).code, attempt).toBe('DVT2002');
  }
});

test('names of the context are its own names only', async () => {
  for (const name of ['constructor', '__proto__', 'toString', 'process', 'globalThis', 'require', 'Function', 'eval']) {
    expect(await render(`{{ ${name} is defined }}`, context()), name).toBe('False');
  }
});

test('functions and class instances of the host do nothing without a wrapper', async () => {
  expect((await failure('{{ rawFunction() }}', context())).message).toBe("'object' object is not callable");
  expect((await failure('{{ instance.reveal() }}', context())).code).toBe('DVT2002');
  expect(await render('{{ instance }}{{ instance.password }}{{ rawFunction }}', context())).toBe(
    '<object object><object>',
  );
});

test('getters are not run, and inherited properties are not seen', async () => {
  expect(await render('{{ getter.danger }}{{ getter }}{{ getter | tojson }}', context())).toBe('{\'a\': 1}{"a": 1}');
  expect(await render('{{ inherited.secret is defined }}', context())).toBe('False');
  expect(getterRuns).toBe(0);
});

test('writing __proto__ changes no prototype', async () => {
  const data: Record<string, Value> = {};
  await render("{% do data.update({'__proto__': {'polluted': 1}}) %}{% do data.setdefault('constructor', 2) %}", {
    data,
  });
  expect(Object.getPrototypeOf(data)).toBe(Object.prototype);
  expect(({} as Record<string, unknown>)['polluted']).toBeUndefined();
  expect(await render("{% set d = {'__proto__': 1} %}{{ d['__proto__'] }}{{ d }}{{ dict(**d) }}")).toBe(
    "1{'__proto__': 1}{'__proto__': 1}",
  );
  expect(await render("{% macro m() %}{{ kwargs }}{% endmacro %}{{ m(**{'__proto__': 1}) }}")).toBe("{'__proto__': 1}");
});

test('frozen data can not be changed', async () => {
  const frozen = Object.freeze({ list: Object.freeze([1]) });
  expect((await failure('{% do f.list.append(2) %}', { f: frozen })).message).toBe('This list can not be changed');
  expect((await failure("{% do f.update({'a': 1}) %}", { f: frozen })).message).toBe('This dict can not be changed');
});

const ENDLESS: readonly (readonly [string, string])[] = [
  ['a huge range', '{{ range(10**9) | list }}'],
  ['a huge text', "{{ 'x' * 10**9 }}"],
  ['a huge list', '{{ [0] * 10**9 }}'],
  ['a huge number', '{{ 9 ** (9 ** 9) }}'],
  [
    'a huge number by steps',
    '{% set ns = namespace(n=7) %}{% for i in range(99) %}{% set ns.n = ns.n ** 9 %}{% endfor %}',
  ],
  ['nested loops', '{% for a in range(99999) %}{% for b in range(99999) %}{% endfor %}{% endfor %}'],
  ['a list that grows while it is gone through', '{% set l = [1] %}{% for x in l %}{% do l.append(x) %}{% endfor %}'],
  [
    'a text that doubles',
    "{% set ns = namespace(s='x') %}{% for i in range(99) %}{% set ns.s = ns.s ~ ns.s %}{% endfor %}",
  ],
  [
    'a list that doubles',
    '{% set ns = namespace(l=[1]) %}{% for i in range(99) %}{% set ns.l = ns.l + ns.l %}{% endfor %}',
  ],
  [
    'a list of itself twice',
    '{% set ns = namespace(l=[1]) %}{% for i in range(60) %}{% set ns.l = [ns.l, ns.l] %}{% endfor %}{{ ns.l }}',
  ],
  [
    'such a list as JSON',
    '{% set ns = namespace(l=[1]) %}{% for i in range(60) %}{% set ns.l = [ns.l, ns.l] %}{% endfor %}{{ ns.l | tojson }}',
  ],
  [
    'two such lists compared',
    '{% set ns = namespace(l=[1], m=[1]) %}{% for i in range(60) %}{% set ns.l = [ns.l, ns.l] %}{% set ns.m = [ns.m, ns.m] %}{% endfor %}{{ ns.l == ns.m }}',
  ],
  ['a wide field', "{{ '%999999999d' % 1 }}"],
  ['a wide format', "{{ '{:999999999}'.format(1) }}"],
  ['a wide column', "{{ 'a'.ljust(10**9) }}"],
  ['a wide indent', "{{ 'a\nb' | indent(10**9) }}"],
  ['a long join', "{{ range(99999) | join('x' * 99999) }}"],
  ['a long replace', "{{ ('x' * 99999).replace('x', 'y' * 99999) }}"],
  ['a long output', "{% set s = 'x' * 10**6 %}{% for i in range(99999) %}{{ s }}{% endfor %}"],
  ['macros without end', '{% macro m(n) %}{{ m(n + 1) }}{% endmacro %}{{ m(0) }}'],
  [
    'call blocks without end',
    '{% macro m() %}{% call m() %}{{ caller() }}{% endcall %}{{ caller() }}{% endmacro %}{{ m() }}',
  ],
  ['a recursive loop without end', '{% for x in [1] recursive %}{{ loop([1]) }}{% endfor %}'],
];

test.each(ENDLESS)('%s is stopped with an error', async (_, template) => {
  const { code, location } = await failure(template);
  expect(code).toBe('DVT2006');
  expect(location?.path).toBe('models/m.sql');
});

test('deep brackets, blocks and chains are errors of the template', async () => {
  for (const template of [
    `{{ ${'('.repeat(50_000)}1${')'.repeat(50_000)} }}`,
    `{{ ${'['.repeat(50_000)}${']'.repeat(50_000)} }}`,
    `{{ ${'not '.repeat(50_000)}1 }}`,
    `{{ ${'-'.repeat(50_000)}1 }}`,
    '{% if 1 %}'.repeat(50_000) + '{% endif %}'.repeat(50_000),
    `{{ 1${' + 1'.repeat(100_000)} }}`,
    `{{ a${'.b'.repeat(100_000)} }}`,
  ]) {
    expect((await failure(template)).code).toMatch(/^DVT200[126]$/);
  }
});

test('limits can be set', async () => {
  const small = new Templater({ limits: { steps: 100, macroDepth: 5, textLength: 1000 } });
  const found = await failure('{% for i in range(200) %}{% endfor %}', {}, small);
  expect(found.message).toBe('The template was stopped after 100 steps');
  expect((await failure("{{ 'x' * 1001 }}", {}, small)).message).toContain('more than 1000');
  const deep = await failure('{% macro m() %}{{ m() }}{% endmacro %}{{ m() }}', {}, small);
  expect(deep.message).toBe('Macros call each other more than 5 levels deep');
});

test('a macro may go as deep as the limit without ending the stack', async () => {
  const down = '{% macro m(n) %}{% if n %}{{ m(n - 1) }}{% else %}end{% endif %}{% endmacro %}';
  expect(await render(`${down}{{ m(480) }}`)).toBe('end');
});
