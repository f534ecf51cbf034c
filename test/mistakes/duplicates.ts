import type { Mistake } from './parsing.js';

const MODEL = { 'models/m.sql': 'select 1 as id' };

/** Names that are taken twice, with both places, and references that go round in a circle. */
export const DUPLICATES: readonly Mistake[] = [
  {
    name: 'models',
    code: 'DVT1204',
    says: 'There are two models named a: models/a.sql and models/x/a.sql.',
    files: { 'models/a.sql': '‹select 1', 'models/x/a.sql': '«select 1' },
  },
  {
    name: 'a model and a seed',
    code: 'DVT1204',
    says: 'There are a model and a seed named a: models/a.sql and seeds/a.csv.',
    files: { 'models/a.sql': '‹select 1', 'seeds/a.csv': '«id\n1\n' },
  },
  {
    name: 'relations',
    code: 'DVT1204',
    says: /^The models a and b would both be published as "shop"."main"."a" on shop.dev.$/,
    files: { 'models/a.sql': '‹select 1', 'models/b.sql': "«{{ config(alias='a') }}\nselect 1" },
  },
  {
    name: 'sources',
    code: 'DVT1204',
    says: 'The source table shop.orders is declared twice.',
    files: {
      ...MODEL,
      'models/s.yml': 'sources:\n  - name: shop\n    tables: [{name: ‹orders}]\n',
      'models/t.yml': 'sources:\n  - name: shop\n    tables:\n      - name: «orders\n',
    },
  },
  {
    name: 'macros',
    code: 'DVT1204',
    says: 'The macro cents is defined twice: in macros/a.sql and in macros/b.sql.',
    files: {
      ...MODEL,
      'macros/a.sql': '{% ‹macro cents(x) %}{% endmacro %}',
      'macros/b.sql': '\n{% «macro cents(x) %}{% endmacro %}',
    },
  },
  {
    name: 'singular tests',
    code: 'DVT1204',
    says: 'There are two tests named a: tests/a.sql and tests/x/a.sql.',
    files: { ...MODEL, 'tests/a.sql': '‹select 1', 'tests/x/a.sql': '«select 1' },
  },
  {
    name: 'generic tests',
    code: 'DVT1204',
    says: 'There are two tests named unique_m_id with the same arguments.',
    files: {
      ...MODEL,
      'models/s.yml': 'models:\n  - name: m\n    columns:\n      - name: id\n        data_tests: [‹unique, «unique]\n',
    },
  },
  {
    name: 'descriptions in two files',
    code: 'DVT1204',
    says: 'The model m is described twice, in models/s.yml too.',
    files: { ...MODEL, 'models/s.yml': 'models:\n  - name: ‹m\n', 'models/t.yml': '\nmodels:\n  - name: «m\n' },
  },
  {
    name: 'descriptions in one file',
    code: 'DVT1204',
    says: 'The model m is described twice.',
    files: { ...MODEL, 'models/s.yml': 'models:\n  - name: ‹m\n  - name: «m\n' },
  },
  {
    name: 'seeds',
    code: 'DVT1204',
    says: 'There are two seeds named a: seeds/a.csv and seeds/x/a.csv.',
    files: { ...MODEL, 'seeds/a.csv': '‹id\n1\n', 'seeds/x/a.csv': '«id\n1\n' },
  },
  {
    name: 'exposures',
    code: 'DVT1204',
    says: 'The exposure e is declared twice.',
    files: {
      ...MODEL,
      'models/s.yml':
        'exposures:\n  - {name: ‹e, type: dashboard, owner: {name: x}}\n  - {name: «e, type: notebook, owner: {name: x}}\n',
    },
  },
  {
    name: 'unit tests',
    code: 'DVT1204',
    says: 'The unit test e is declared twice.',
    files: {
      ...MODEL,
      'models/s.yml':
        'unit_tests:\n  - {name: ‹e, model: m, given: [], expect: {rows: []}}\n  - {name: «e, model: m, given: [], expect: {rows: []}}\n',
    },
  },
  {
    name: 'docs blocks',
    code: 'DVT1204',
    says: 'The docs block a is defined twice.',
    files: { ...MODEL, 'models/s.md': '‹{% docs a %}x{% enddocs %}\n«{% docs a %}y{% enddocs %}\n' },
  },
  {
    name: 'groups',
    code: 'DVT1204',
    says: 'The group a is declared twice.',
    files: {
      ...MODEL,
      'models/s.yml': 'groups:\n  - {name: ‹a, owner: {name: x}}\n  - {name: «a, owner: {name: x}}\n',
    },
  },
  {
    name: 'a circle of three models',
    code: 'DVT2104',
    says: 'These models read each other in a circle: a -> b -> c -> a.',
    files: {
      'models/a.sql': "select * from {{ «ref»('b') }}",
      'models/b.sql': "select *\nfrom {{ ‹ref›('c') }}",
      'models/c.sql': "select 1\nunion all\nselect * from {{ ‹ref›('a') }}",
    },
  },
  {
    name: 'a model that reads itself',
    code: 'DVT2104',
    says: 'The model a reads itself.',
    offers: '{{ this }}',
    files: { 'models/a.sql': "select *\nfrom {{ «ref»('a') }}" },
  },
];
