import type { Mistake } from './parsing.js';

/** A properties file with a mistake beside a model that has none. */
function yaml(name: string, code: string, says: string | RegExp, text: string, offers?: string): Mistake {
  const mistake = { name, code, says, files: { 'models/m.sql': 'select 1 as id', 'models/s.yml': text } };
  return offers === undefined ? mistake : { ...mistake, offers };
}

const SYNTAX = 'DVT1001';
const INDENT = 'This line is not indented like its neighbours.';

/** Files that are no YAML, and YAML that means nothing. */
export const YAML: readonly Mistake[] = [
  yaml('a tab', SYNTAX, 'A tab is no indentation in YAML.', 'models:\n«\t- name: m\n', 'Use blanks'),
  {
    name: 'a tab in the file that declares what models read',
    code: SYNTAX,
    says: 'A tab is no indentation in YAML.',
    files: {
      'models/m.sql': "select * from {{ source('shop', 'orders') }}",
      'models/s.yml': 'sources:\n«\t- {name: shop, tables: [{name: orders}]}\n',
    },
  },
  yaml('a tab further down', SYNTAX, 'A tab is no indentation', 'models:\n  - name: m\n«\tdescription: x\n'),
  yaml('an indentation', SYNTAX, INDENT, 'models:\n  - name: m\n    description: x\n«   columns: []\n'),
  yaml('a key without a colon', SYNTAX, 'A key without a colon.', '«models\n  - name: m\n', 'Write `key: value`'),
  yaml(
    'a colon in a text',
    SYNTAX,
    'A second key stands on this line.',
    'models:\n  - name: m\n    description: «a: b\n',
    'in quotes',
  ),
  yaml(
    'a quote without end',
    SYNTAX,
    'A text in quotes is not closed.',
    'models:\n  - name: m\n    description: «"a\n\n',
  ),
  yaml('a quote in quotes', SYNTAX, 'Something follows', "models:\n  - name: m\n    description: 'it'«s'\n", "'it''s'"),
  yaml('a brace without end', SYNTAX, 'A { is not closed.', 'models:\n  - «{name: m, description: a\n\n', 'Add the }'),
  yaml('a bracket without end', SYNTAX, 'A [ is not closed.', 'models:\n  - {name: m, tags: «[a}\n  - name: n\n'),
  yaml(
    'a call without quotes within braces',
    SYNTAX,
    'Something follows the end of a value within {}.',
    "models:\n  - {name: m, description: source('a', 'b'«)}\n",
    'stands in quotes',
  ),
  {
    ...yaml(
      'keys that stand twice',
      'DVT1205',
      'The key `description` stands twice in this mapping.',
      'models:\n  - name: m\n    description: a\n    «description: b\n    config:\n      tags: [a]\n      «tags: [b]\n',
    ),
    warns: true,
  },
  yaml('two documents', SYNTAX, 'A second YAML document begins here', 'models:\n  - name: m\n«---\nmodels: []\n'),
  yaml(
    'an escape',
    SYNTAX,
    'Invalid escape sequence',
    'models:\n  - name: m\n    description: "a«\\d"\n',
    'single quotes',
  ),
  yaml(
    'braces without quotes',
    SYNTAX,
    'must be in quotes',
    'models:\n  - name: m\n    config:\n      schema: «{{ target.name }}\n',
  ),
  yaml('an anchor that is none', SYNTAX, 'refers to an anchor', 'models:\n  - «*m\n'),
  yaml(
    'a mapping in place of a list',
    'DVT1202',
    '`models:` is a mapping, expected a list.',
    'models:\n  «name: m\n',
    'dash',
  ),
  yaml('a list at the top', 'DVT1202', 'A properties file is a mapping', '«- name: m\n'),
  yaml('a text at the top', 'DVT1202', 'A properties file is a mapping', '«hello\n'),
  {
    ...yaml(
      'an unknown section',
      'DVT1203',
      'This file has the unknown key `model`.',
      '«model:\n  - name: m\n',
      'Did you mean `models`?',
    ),
    warns: true,
  },
  {
    ...yaml(
      'an unknown key of a model',
      'DVT1203',
      'unknown key `desciption`',
      'models:\n  - name: m\n    «desciption: x\n',
      'Did you mean `description`?',
    ),
    warns: true,
  },
  {
    ...yaml(
      'an unknown key of a column',
      'DVT1203',
      'A column has the unknown key',
      'models:\n  - name: m\n    columns:\n      - name: id\n        «descripton: x\n',
      '`description`',
    ),
    warns: true,
  },
  {
    ...yaml(
      'an unknown key of a source',
      'DVT1203',
      'The source `s` has the unknown key `shema`',
      'sources:\n  - name: s\n    «shema: x\n    tables: [{name: t}]\n',
      '`schema`',
    ),
    warns: true,
  },
  yaml(
    'a contract without columns',
    'DVT1202',
    'The model m has a contract, and no columns to promise.',
    'models:\n  - name: «m\n    config: {contract: {enforced: true}}\n',
    'columns:',
  ),
  yaml(
    'two primary keys',
    'DVT1202',
    'The model m has 2 primary keys: a, b.',
    'models:\n  - name: «m\n    columns:\n      - {name: a, constraints: [{type: primary_key}]}\n      - {name: b, constraints: [{type: primary_key}]}\n',
    'columns: [...]',
  ),
  yaml(
    'a primary key of the model and of a column',
    'DVT1202',
    'a primary key of its own, and one of its column a',
    'models:\n  - name: «m\n    constraints: [{type: primary_key, columns: [b]}]\n    columns:\n      - {name: a, constraints: [{type: primary_key}]}\n      - name: b\n',
  ),
  yaml('a model without a name', 'DVT1202', 'A model has no `name:`.', 'models:\n  - «description: x\n'),
  yaml(
    'columns as a mapping',
    'DVT1202',
    '`columns:` is a mapping, expected a list.',
    'models:\n  - name: m\n    columns:\n      «id: {description: x}\n',
  ),
  yaml('a number for a name', 'DVT1202', '`name:` is `5`, expected a text.', 'models:\n  - name: «5\n', "name: '5'"),
  yaml(
    'a list for a text',
    'DVT1202',
    '`description:` is a list, expected a text.',
    'models:\n  - name: m\n    description: «[a]\n',
  ),
  yaml(
    'a text for a table',
    'DVT1202',
    "An entry of `tables:` is the text 't'",
    'sources:\n  - name: s\n    tables:\n      - «t\n',
  ),
  yaml(
    'a date that is none',
    'DVT1202',
    "is the text 'soon', expected a date",
    'models:\n  - name: m\n    deprecation_date: «soon\n',
  ),
  yaml(
    'a test with two names',
    'DVT1202',
    'A test has more than one name: unique, not_null.',
    'models:\n  - name: m\n    columns:\n      - name: id\n        data_tests:\n          - «unique: {}\n            not_null: {}\n',
  ),
  yaml(
    'tests beside data_tests',
    'DVT1202',
    'There are both',
    'models:\n  - name: m\n    columns:\n      - name: id\n        tests: «[unique]\n        data_tests: [not_null]\n',
  ),
  yaml(
    'a type of exposure',
    'DVT1202',
    "'dashbord', expected one of dashboard",
    'exposures:\n  - {name: e, type: «dashbord, owner: {name: x}}\n',
  ),
  yaml(
    'an exposure without owner',
    'DVT1202',
    'The exposure `e` has no owner.',
    'exposures:\n  - «{name: e, type: dashboard}\n',
  ),
  yaml(
    'an exposure that depends on a text',
    'DVT1202',
    "'mm' is no ref() or source().",
    'exposures:\n  - name: e\n    type: dashboard\n    owner: {name: x}\n    depends_on:\n      - «mm\n',
  ),
  yaml(
    'a unit test without expectation',
    'DVT1202',
    'has no `expect:`',
    'unit_tests:\n  - «name: e\n    model: m\n    given: []\n',
  ),
  yaml(
    'a format of rows',
    'DVT1202',
    "'cvs', expected one of dict, csv, sql",
    'unit_tests:\n  - name: e\n    model: m\n    given: []\n    expect: {format: «cvs, rows: []}\n',
  ),
  yaml(
    'a constraint',
    'DVT1202',
    "There is no constraint of the type 'not_nul'.",
    'models:\n  - name: m\n    columns:\n      - name: id\n        data_type: int\n        constraints: [{type: «not_nul}]\n',
    '`not_null`',
  ),
  {
    name: 'several files, each with its own key that looks mistyped',
    code: 'DVT1203',
    warns: true,
    says: 'unknown key `desciption`',
    files: {
      'models/m.sql': 'select 1 as id',
      'models/a.yml': 'models:\n  - name: m\n    «desciption: x\n    «colums: []\n',
      'models/b.yml': 'sources:\n  - name: s\n    «shema: x\n    tables: [{name: t}]\n',
    },
  },
];
