import type { Mistake } from './parsing.js';

/** A model that cannot be parsed as a template. */
function syntax(name: string, says: string | RegExp, sql: string, offers?: string): Mistake {
  const mistake = { name, code: 'DVT2001', says, files: { 'models/m.sql': sql } };
  return offers === undefined ? mistake : { ...mistake, offers };
}

const OUTER_AND_INNER = (body: string) => ({
  'macros/m.sql': `{% macro outer(x) %}\n  {{ ‹inner›(x) }}\n{% endmacro %}\n\n{% macro inner(x) %}\n  ${body}\n{% endmacro %}\n`,
  'models/m.sql': 'select\n  {{ ‹outer›(1) }}',
});

/** Templates that are none, and templates that fail, in a model and through macros. */
export const TEMPLATES: readonly Mistake[] = [
  syntax(
    'if without end',
    "The tag 'if' is not closed: expected 'elif' or 'else' or 'endif'",
    'select 1\n{% «if true %}\n2',
  ),
  syntax('for without end', "The tag 'for' is not closed", 'select 1\n{% «for x in [1] %}\n2'),
  syntax(
    'the end of another tag',
    "Unexpected tag 'endif', expected 'endfor' or 'else'",
    '{% if true %}\n{% ‹for x in [1] %}\n2\n{% «endif %}',
  ),
  syntax('an end without beginning', "Unexpected tag 'endif': no 'if' is open here", 'select 1\n{% «endif %}'),
  syntax('else without if', "Unexpected tag 'else': no 'if' is open here", 'select 1\n{% «else %}'),
  syntax('elseif', "Unexpected tag 'elseif'", '{% ‹if true %}1{% «elseif false %}2{% endif %}', "Write 'elif'."),
  syntax('a tag that is none', "Unknown tag 'iff'", 'select 1\n{% «iff true %}', "Did you mean 'if'?"),
  syntax('an expression without end', "The {{ is not closed: expected '}}'", 'select «{{ 1\nfrom x'),
  syntax('a call without end', "The {{ is not closed: expected ')' and '}}'", "select «{{ ref('a'\nfrom x"),
  syntax('a tag without end', "The {% is not closed: expected '%}'", 'select «{% if true\n 1'),
  syntax('an expression that another one ends', "Expected '}}', found 'from'", 'select ‹{{ 1\n«from x }}'),
  syntax('a comment without end', 'The comment is not closed', 'select «{# foo\n 1'),
  syntax('a text without end', "The text is not closed: expected '", "select {{ ref(«'a) }}"),
  syntax('a raw block without end', 'The raw block is not closed', '«{% raw %} {{ x }}'),
  syntax('an operator without operand', "Expected an expression, found '}}'", 'select {{ 1 + «}}'),
  syntax('two names', "Expected '}}', found 'b'", 'select {{ a «b }}'),
  syntax('nothing', "Expected an expression, found '}}'", 'select {{ «}}'),
  syntax('another bracket', "Unexpected '}', expected ')'", "select {{ ref('a' «}}"),
  syntax('a bracket too many', "Unexpected ')'", "select {{ ref('a')«) }}"),
  syntax('set without value', "The tag 'set' is not closed: expected 'endset'", '{% «set x %}'),
  syntax('set of a number', "Expected a name, found '1'", '{% set «1 = 2 %}'),
  syntax('for without in', "Expected 'in', found 'of'", '{% for x «of y %}{% endfor %}'),
  syntax(
    'braces in a tag',
    'Braces inside of a tag',
    '{% if «{{ x }} %}{% endif %}',
    'Names are written without braces',
  ),
  syntax('an assignment', "Expected '}}', found '='", '{{ x «= 1 }}', '{% set name = value %}'),
  syntax('&&', 'Unexpected character "&"', '{% if a «&& b %}{% endif %}', 'Write `and`.'),
  syntax('!', 'Unexpected character "!"', '{% if «!a %}{% endif %}', 'Write `not`.'),
  {
    name: 'a macro without end',
    code: 'DVT2001',
    says: "The tag 'macro' is not closed: expected 'endmacro'",
    files: { 'models/m.sql': 'select 1', 'macros/m.sql': '\n{% «macro x() %}\n select 1' },
  },
  {
    name: 'a generic test that is no template',
    code: 'DVT2001',
    says: "Expected an expression, found '}}'",
    files: {
      'models/m.sql': 'select 1',
      'tests/generic/t.sql': '{% test foo(model) %}\n select {{ 1 + «}}\n{% endtest %}',
    },
  },
  {
    name: 'a snapshot without end',
    code: 'DVT2001',
    says: "The tag 'snapshot' is not closed",
    files: { 'models/m.sql': 'select 1', 'snapshots/t.sql': '{% «snapshot foo %}\n select 1\n' },
  },
  {
    name: 'a docs block without end',
    code: 'DVT2001',
    says: 'The docs block foo is not closed.',
    offers: '{% enddocs %}',
    files: { 'models/m.sql': 'select 1', 'models/t.md': '# x\n«{% docs foo %}\ntext\n' },
  },
  {
    name: 'include',
    code: 'DVT2007',
    says: "The tag 'include' is not supported",
    offers: 'macro',
    files: { 'models/m.sql': "{% «include 'x.sql' %}" },
  },
  {
    name: 'a hook of the project file',
    code: 'DVT2001',
    says: "Unexpected '}', expected ')'",
    files: {
      'models/m.sql': 'select 1',
      'dvt_project.yml': 'name: shop\nprofile: shop\non-run-start:\n  - "select 1"\n  - «"{{ foo( }}"\n',
    },
  },
  {
    name: 'a description',
    code: 'DVT2001',
    says: "Expected an expression, found '}}'",
    files: { 'models/m.sql': 'select 1', 'models/s.yml': "models:\n  - name: m\n    description: «'{{ 1 + }}'\n" },
  },
  {
    name: 'operands of different types',
    code: 'DVT2003',
    says: "unsupported operand type(s) for +: 'int' and 'str'",
    compiling: 'm',
    files: { 'models/m.sql': "select\n  {{ 1 «+ 'a' }}" },
  },
  {
    name: 'a division by zero',
    code: 'DVT2004',
    says: 'division by zero',
    compiling: 'm',
    files: { 'models/m.sql': 'select\n  {{ 1 «/ 0 }}' },
  },
  {
    name: 'a call of what is no function',
    code: 'DVT2003',
    says: "'dict' object is not callable",
    files: { 'models/m.sql': 'select {{ «target() }}' },
  },
  {
    name: 'an endless range',
    code: 'DVT2006',
    says: 'The range has 100000000 items, more than 100000',
    files: { 'models/m.sql': '{% for i in «range(100000000) %}{% endfor %}' },
  },
  {
    name: 'a macro that calls itself',
    code: 'DVT2006',
    says: 'Macros call each other more than 500 levels deep',
    files: { 'macros/m.sql': '{% macro m() %}{{ «m() }}{% endmacro %}', 'models/m.sql': 'select\n{{ ‹m() }}' },
  },
  {
    name: 'raise_compiler_error in the model',
    code: 'DVT2109',
    says: 'no such country',
    files: { 'models/m.sql': "select\n{{ exceptions.«raise_compiler_error('no such country') }}" },
  },
  {
    name: 'raise_compiler_error through two macros',
    code: 'DVT2109',
    says: 'no 1',
    files: OUTER_AND_INNER("{% do exceptions.«raise_compiler_error('no ' ~ x) %}"),
  },
  {
    name: 'an unknown attribute through two macros',
    code: 'DVT2002',
    says: "'int object' has no attribute 'a'",
    files: OUTER_AND_INNER('{{ x.a.«b }}'),
  },
  {
    name: 'a macro of a package',
    code: 'DVT2109',
    says: 'from the package',
    files: {
      'dbt_packages/tools/dbt_project.yml': 'name: tools\n',
      'dbt_packages/tools/macros/t.sql':
        "{% macro tool() %}\n  {{ exceptions.«raise_compiler_error('from the package') }}\n{% endmacro %}\n",
      'packages.yml': 'packages:\n  - local: tools\n',
      'models/m.sql': 'select\n  {{ tools.‹tool() }}',
    },
  },
  {
    name: 'a config that is required',
    code: 'DVT2112',
    says: "The config 'owner' is required here and not set.",
    compiling: 'm',
    files: { 'models/m.sql': "select 1,\n  {{ config.«require('owner') }}" },
  },
];
