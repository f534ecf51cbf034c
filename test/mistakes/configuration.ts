import type { Mistake } from './parsing.js';

/** A config of the model m in its properties file. */
function inYaml(name: string, says: string | RegExp, config: string, offers?: string): Mistake {
  const files = {
    'models/m.sql': 'select 1 as id',
    'models/s.yml': `models:\n  - name: m\n    config:\n      ${config}\n`,
  };
  const mistake = { name, code: 'DVT1206', says, files };
  return offers === undefined ? mistake : { ...mistake, offers };
}

/** A project file with a mistake. */
function inProject(name: string, code: string, says: string | RegExp, text: string, offers?: string): Mistake {
  const files = { 'models/m.sql': 'select 1 as id', 'dvt_project.yml': text };
  const mistake = { name, code, says, files };
  return offers === undefined ? mistake : { ...mistake, offers };
}

const HEAD = 'name: shop\nprofile: shop\n';

/** Configs in templates, properties files and the project file, and the project file itself. */
export const CONFIGURATION: readonly Mistake[] = [
  inYaml('an access', "The config `access` is 'privat'", 'access: «privat', "Did you mean 'private'?"),
  inYaml('a materialization', "There is no materialization 'tabel'", 'materialized: «tabel', "Did you mean 'table'?"),
  inYaml('tags', 'expected a text or a list of texts', 'tags: «5'),
  {
    name: 'a list of column types',
    code: 'DVT1206',
    says: 'The config `column_types` is ["id"], expected a mapping of columns to types.',
    files: {
      'seeds/a.csv': 'id\n1\n',
      'seeds/s.yml': 'seeds:\n  - name: a\n    config:\n      column_types: «[id]\n',
    },
  },
  inYaml('a boolean', 'The config `enabled` is "maybe", expected true or false.', 'enabled: «maybe'),
  {
    name: 'a severity',
    code: 'DVT1206',
    says: 'is "erorr", expected `warn` or `error`',
    offers: "Did you mean 'error'?",
    files: {
      'models/m.sql': 'select 1 as id',
      'models/s.yml':
        'models:\n  - name: m\n    columns:\n      - name: id\n        data_tests:\n          - unique:\n              config: {severity: «erorr}\n',
    },
  },
  {
    name: 'a period of freshness',
    code: 'DVT1206',
    says: 'expected a whole `count` and a `period`',
    offers: 'periods are minute, hour, day',
    files: {
      'models/m.sql': 'select 1 as id',
      'models/s.yml':
        'sources:\n  - name: s\n    tables:\n      - name: t\n        loaded_at_field: x\n        freshness: «{warn_after: {count: 1, period: dya}}\n',
    },
  },
  {
    name: 'a materialization in the template',
    code: 'DVT1206',
    says: "There is no materialization 'tabel'",
    offers: "Did you mean 'table'?",
    files: { 'models/m.sql': "-- a model\n{{ «config(materialized='tabel') }}\nselect 1" },
  },
  {
    name: 'a config that means nothing, which is a warning',
    code: 'DVT1214',
    says: 'The config `materialised` of m means nothing to dvt.',
    offers: 'Did you mean `materialized`?',
    warns: true,
    files: { 'models/m.sql': "{{ «config(materialised='table') }}\nselect 1" },
  },
  {
    name: 'a snapshot without strategy',
    code: 'DVT1221',
    says: 'The snapshot foo has no `strategy` and no `unique_key`.',
    files: { 'models/m.sql': 'select 1', 'snapshots/t.sql': '{% snapshot «foo %}\n select 1\n{% endsnapshot %}' },
  },
  inProject(
    'a materialization in the project file',
    'DVT1206',
    "There is no materialization 'tabel'",
    `${HEAD}models:\n  shop:\n    +materialized: «tabel\n`,
    "Did you mean 'table'?",
  ),
  {
    ...inProject(
      'a path of configs that leads nowhere, which is a warning',
      'DVT1210',
      'The configs under `models.shop.stagng` of dvt_project.yml apply to nothing.',
      `${HEAD}models:\n  shop:\n    «stagng:\n      +materialized: table\n`,
    ),
    warns: true,
  },
  {
    ...inProject(
      'a config of the project file that means nothing',
      'DVT1214',
      'The config `materialised`',
      `${HEAD}models:\n  shop:\n    +materialised: «table\n`,
    ),
    warns: true,
  },
  inProject('no name', 'DVT1004', '`name` is missing.', '«profile: shop\n'),
  inProject('a name that is none', 'DVT1003', '`name` must be letters', 'name: «my-shop\nprofile: shop\n'),
  inProject(
    'an unknown key',
    'DVT1002',
    'Unknown key `model-path`.',
    `${HEAD}«model-path: [x]\n`,
    'Did you mean `model-paths`?',
  ),
  inProject('a text for a list', 'DVT1003', '`model-paths` must be a list, found "x".', `${HEAD}model-paths: «x\n`),
  inProject('a list for variables', 'DVT1003', '`vars` must be a mapping, found a list.', `${HEAD}vars: «[a]\n`),
  inProject('a version of dbt', 'DVT1028', 'The project requires dbt >=9.0', `${HEAD}require-dbt-version: «">=9.0"\n`),
  inProject(
    'an engine',
    'DVT1003',
    'must be one of duckdb, spark, found "duckdbb"',
    `${HEAD}compute: {default_engine: «duckdbb}\n`,
  ),
  inProject('a size', 'DVT1003', 'must be a size with its unit', `${HEAD}compute: {duckdb: {memory_limit: «lots}}\n`),
  inProject('a share', 'DVT1003', 'must be a size with its unit', `${HEAD}compute: {duckdb: {memory_limit: «50%}}\n`),
  inProject(
    'a size that nothing fits in',
    'DVT1003',
    'must be at least 32MB, found "0.01 GB"',
    `${HEAD}compute: {duckdb: {memory_limit: «0.01 GB}}\n`,
  ),
  inProject('two mistakes', 'DVT1002', 'Unknown key `model-path`.', `${HEAD}«model-path: [x]\n«sed-paths: [y]\n`),
];
