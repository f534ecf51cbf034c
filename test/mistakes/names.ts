import type { Mistake } from './parsing.js';

const SOURCES = 'sources:\n  - name: shop\n    tables: [{name: orders}]\n';
const CENTS = '{% macro cents(x) %}{{ x }}{% endmacro %}\n';

/** Names that nothing answers to, and what may not be named. */
export const NAMES: readonly Mistake[] = [
  {
    name: 'ref to no model',
    code: 'DVT2101',
    says: "There is no model 'ordrs' to ref.",
    offers: "Did you mean ref('orders')?",
    files: { 'models/orders.sql': 'select 1 as id', 'models/m.sql': "select *\nfrom {{ «ref»('ordrs') }}\n" },
  },
  {
    name: 'ref to no package',
    code: 'DVT2101',
    says: "ref('shp', 'orders') names a package that is not installed.",
    offers: "Did you mean ref('shop', 'orders')?",
    files: { 'models/orders.sql': 'select 1 as id', 'models/m.sql': "select * from {{ «ref»('shp', 'orders') }}" },
  },
  {
    name: 'ref() without a name',
    code: 'DVT2101',
    says: 'it got 0 arguments',
    files: { 'models/m.sql': 'select *\nfrom {{ «ref»() }}' },
  },
  {
    name: 'ref() of a variable that is nowhere set',
    code: 'DVT2002',
    says: "'nope' is undefined",
    files: { 'models/m.sql': 'select *\nfrom {{ «ref»(nope) }}' },
  },
  {
    name: 'ref() of a list',
    code: 'DVT2101',
    says: "ref() takes texts; it got ['x'].",
    files: { 'models/m.sql': "select *\nfrom {{ «ref»(['x']) }}" },
  },
  {
    name: 'source of no name',
    code: 'DVT2102',
    says: "There is no source('shopp', 'orders').",
    offers: "Did you mean source('shop', 'orders')?",
    files: { 'models/s.yml': SOURCES, 'models/m.sql': "select *\n\nfrom {{ «source»('shopp', 'orders') }}" },
  },
  {
    name: 'source without such a table',
    code: 'DVT2102',
    says: "There is no source('shop', 'order').",
    offers: "Did you mean source('shop', 'orders')?",
    files: { 'models/s.yml': SOURCES, 'models/m.sql': "select * from {{ «source»('shop', 'order') }}" },
  },
  {
    name: 'source() with one argument',
    code: 'DVT2102',
    says: 'source() takes two arguments',
    offers: "Write source('my_source', 'my_table').",
    files: { 'models/m.sql': "select * from {{ «source»('shop') }}" },
  },
  {
    name: 'macro',
    code: 'DVT2002',
    says: "'cent' is undefined",
    offers: "Did you mean 'cents'?",
    files: { 'macros/m.sql': CENTS, 'models/m.sql': 'select\n  {{ «cent»(1) }}' },
  },
  {
    name: 'macro of a package that is not installed',
    code: 'DVT2002',
    says: "'dbt_util' is undefined",
    offers: 'list it in packages.yml and run `dvt deps`',
    files: { 'models/m.sql': 'select {{ dbt_util.«star»(1) }}' },
  },
  {
    name: 'macro of the package dbt',
    code: 'DVT2002',
    says: /has no attribute 'dateadd2'/,
    offers: "Did you mean 'dateadd'?",
    files: { 'models/m.sql': "select {{ dbt.«dateadd2»('day', 1, 'x') }}" },
  },
  {
    name: 'macro with an unknown argument',
    code: 'DVT2003',
    says: "macro 'cents' takes no keyword argument 'y'",
    files: { 'macros/m.sql': CENTS, 'models/m.sql': 'select\n  {{ «cents»(y=1) }}' },
  },
  {
    name: 'macro with too many arguments',
    code: 'DVT2003',
    says: "macro 'cents' takes not more than 1 argument(s)",
    files: { 'macros/m.sql': CENTS, 'models/m.sql': 'select\n  {{ «cents»(1, 2) }}' },
  },
  {
    name: 'filter',
    code: 'DVT2005',
    says: "No filter named 'uper'",
    offers: "Did you mean 'upper'?",
    compiling: 'm',
    files: { 'models/m.sql': "select\n  {{ 'a' | «uper» }}" },
  },
  {
    name: 'test of an expression',
    code: 'DVT2005',
    says: "No test named 'defind'",
    offers: "Did you mean 'defined'?",
    files: { 'models/m.sql': 'select {% if 1 is «defind» %}1{% endif %}' },
  },
  {
    name: 'generic test',
    code: 'DVT2121',
    says: "There is no test 'uniqe'.",
    offers: 'Did you mean unique?',
    files: {
      'models/m.sql': 'select 1 as id',
      'models/s.yml': 'models:\n  - name: m\n    columns:\n      - name: id\n        data_tests: [not_null, «uniqe»]\n',
    },
  },
  {
    name: 'variable',
    code: 'DVT2107',
    says: "The variable 'countri' is not set.",
    offers: "Did you mean 'country'?",
    compiling: 'm',
    files: {
      'dvt_project.yml': 'name: shop\nprofile: shop\nvars: {country: 1}\n',
      'models/m.sql': "select\n\n  {{ «var»('countri') }}",
    },
  },
  {
    name: 'environment variable',
    code: 'DVT2108',
    says: "The environment variable 'COUNTRY' is not set.",
    files: { 'models/m.sql': "select {{ «env_var»('COUNTRY') }}" },
  },
  {
    name: 'name of the context',
    code: 'DVT2002',
    says: "'taget' is undefined",
    offers: "Did you mean 'target'?",
    compiling: 'm',
    files: { 'models/m.sql': 'select {{ taget.«name» }}' },
  },
  {
    name: 'attribute of target',
    code: 'DVT2002',
    says: /has no attribute 'nam'/,
    offers: "Did you mean 'name'?",
    compiling: 'm',
    files: { 'models/m.sql': 'select {{ target.nam.«x» }}' },
  },
  {
    name: 'connection of a source',
    code: 'DVT1011',
    says: 'There is no connection `othr` in profiles.yml.',
    offers: 'Did you mean `other`?',
    files: {
      'models/s.yml': 'sources:\n  - name: a\n    profile: «othr»\n    tables: [{name: t}]\n',
      'models/m.sql': "select * from {{ source('a', 't') }}",
    },
  },
  {
    name: 'connection of a model',
    code: 'DVT1011',
    says: 'There is no connection `othr` in profiles.yml.',
    offers: 'Did you mean `other`?',
    files: { 'models/m.sql': "{{ «config»(target='othr') }}\nselect 1" },
  },
  {
    name: 'disabled model',
    code: 'DVT2103',
    says: "ref('orders') names a model that is disabled.",
    offers: 'models/orders.sql has `enabled: false`',
    files: {
      'models/orders.sql': '{{ config(enabled=false) }}\nselect 1 as id',
      'models/m.sql': "select *\nfrom {{ «ref»('orders') }}",
    },
  },
  {
    name: 'disabled source',
    code: 'DVT2103',
    says: "source('shop', 'orders') is disabled.",
    files: {
      'models/s.yml': 'sources:\n  - name: shop\n    tables: [{name: orders, config: {enabled: false}}]\n',
      'models/m.sql': "select *\nfrom {{ «source»('shop', 'orders') }}",
    },
  },
  {
    name: 'private model',
    code: 'DVT2122',
    says: "The model m reads the model orders, which is private to the group 'finance'.",
    files: {
      'models/orders.sql': 'select 1 as id',
      'models/s.yml':
        'groups: [{name: finance, owner: {name: x}}]\nmodels:\n  - name: orders\n    config: {group: finance, access: private}\n',
      'models/m.sql': "select *\nfrom {{ «ref»('orders') }}",
    },
  },
  {
    name: 'version that is none',
    code: 'DVT2101',
    says: "There is no model 'orders', v=3 to ref.",
    offers: 'orders has the versions 1, 2.',
    files: {
      'models/orders_v1.sql': 'select 1 as id',
      'models/orders_v2.sql': 'select 1 as id',
      'models/s.yml': 'models:\n  - name: orders\n    latest_version: 2\n    versions: [{v: 1}, {v: 2}]\n',
      'models/m.sql': "select *\nfrom {{ «ref»('orders', v=3) }}",
    },
  },
  {
    name: 'version of a model without versions',
    code: 'DVT2101',
    says: "There is no model 'orders', v=3 to ref.",
    offers: "orders has no versions: write ref('orders').",
    files: { 'models/orders.sql': 'select 1', 'models/m.sql': "select *\nfrom {{ «ref»('orders', v=3) }}" },
  },
  {
    name: 'docs block',
    code: 'DVT2120',
    says: "There is no docs block 'ordrs'.",
    offers: "Did you mean doc('orders')?",
    files: {
      'models/m.sql': 'select 1 as id',
      'models/d.md': '{% docs orders %}x{% enddocs %}',
      'models/s.yml': `models:\n  - name: m\n    description: «'{{ doc("ordrs") }}'»\n`,
    },
  },
  {
    name: 'group',
    code: 'DVT2124',
    says: "The model m is in the group 'finanse', which does not exist.",
    offers: "Did you mean 'finance'?",
    files: {
      'models/m.sql': 'select 1 as id',
      'models/s.yml':
        'groups: [{name: finance, owner: {name: x}}]\nmodels:\n  - name: m\n    config: {tags: [a], group: «finanse»}\n',
    },
  },
  {
    name: 'model of an exposure',
    code: 'DVT2101',
    says: "There is no model 'mm' to ref.",
    offers: "Did you mean ref('m')?",
    files: {
      'models/m.sql': 'select 1 as id',
      'models/s.yml':
        "exposures:\n  - name: e\n    type: dashboard\n    owner: {name: x}\n    depends_on:\n      - ref('m')\n      - «ref('mm')»\n",
    },
  },
  {
    name: 'model of a unit test',
    code: 'DVT2123',
    says: 'The unit test e tests the model mm, which does not exist.',
    offers: 'Did you mean m?',
    files: {
      'models/m.sql': 'select 1 as id',
      'models/s.yml': 'unit_tests:\n  - name: e\n    model: «mm»\n    given: []\n    expect: {rows: [{id: 1}]}\n',
    },
  },
  {
    name: 'input of a unit test',
    code: 'DVT2101',
    says: "There is no model 'mm' to ref.",
    offers: "Did you mean ref('m')?",
    files: {
      'models/m.sql': 'select 1 as id',
      'models/s.yml':
        "unit_tests:\n  - name: e\n    model: m\n    given:\n      - input: «ref('mm')»\n        rows: []\n    expect: {rows: [{id: 1}]}\n",
    },
  },
  {
    name: 'fixture of a unit test',
    code: 'DVT2123',
    says: "There is no fixture 'nope'.",
    files: {
      'models/m.sql': 'select 1 as id',
      'models/s.yml':
        'unit_tests:\n  - name: e\n    model: m\n    given: []\n    expect: {format: csv, fixture: «nope»}\n',
    },
  },
  {
    name: 'model in an argument of a test, which is a warning as in dbt',
    code: 'DVT2101',
    says: "There is no model 'mm' to ref.",
    offers: "Did you mean ref('m')?",
    warns: true,
    files: {
      'models/m.sql': 'select 1 as id',
      'models/s.yml':
        "models:\n  - name: m\n    columns:\n      - name: id\n        data_tests:\n          - relationships:\n              arguments:\n                to: «ref('mm')»\n                field: id\n",
    },
  },
  {
    name: 'described model, which is a warning as in dbt',
    code: 'DVT1209',
    says: 'models/s.yml describes the model orders, which does not exist.',
    offers: 'Did you mean order?',
    warns: true,
    files: { 'models/order.sql': 'select 1 as id', 'models/s.yml': 'models:\n  - name: «orders»\n' },
  },
  {
    name: 'macro behind adapter.dispatch',
    code: 'DVT2110',
    says: "adapter.dispatch('cents') found no macro; looked for duckdb__cents, default__cents.",
    offers: 'Define a macro default__cents.',
    files: {
      'macros/m.sql': "{% macro cents() %}\n  {{ return(adapter.«dispatch»('cents')()) }}\n{% endmacro %}\n",
      'models/m.sql': 'select\n{{ ‹cents›() }}',
    },
  },
];
