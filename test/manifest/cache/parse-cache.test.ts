import { mkdir, readFile, rm, stat, truncate, utimes, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { Manifest } from '#dvt/spi/manifest.js';
import { dvtProcess as dvt } from '../../cli/dvt.js';
import { folderWith } from '../../config/files.js';
import { type LoadOptions, loadProject } from '../../projects/load-project.js';

const SECRET = 'hunter2-swordfish';
const PROFILES = `
shop:
  target: dev
  outputs:
    dev: {type: postgres, host: localhost, user: me, password: "{{ env_var('DBT_ENV_SECRET_PW') }}", dbname: shop, schema: public}
    prod: {type: postgres, host: localhost, user: me, password: x, dbname: shop_prod, schema: public}
legacy:
  target: dev
  outputs:
    dev: {type: mysql, host: localhost, user: me, password: x, database: legacy_dev}
    prod: {type: mysql, host: localhost, user: me, password: x, database: legacy_prod}
`;
const FILES: Readonly<Record<string, string>> = {
  'dvt_project.yml': `
name: shop
profile: shop
seed-paths: [seeds]
vars: {currency: EUR}
models: {+tags: [nightly]}
`,
  'profiles.yml': PROFILES,
  'selectors.yml': 'selectors: [{name: all_of_it, definition: "*"}]\n',
  '.dbtignore': 'models/ignored/\n',
  'macros/money.sql': '{% macro cents(column) %}{{ column }} / 100{% endmacro %}',
  'models/orders.sql': `
{{ config(materialized='table', meta={'ratio': 1.0, 'owner': env_var('OWNER', 'nobody')}) }}
select {{ cents('amount') }} as amount, '{{ var("currency") }}' as currency from {{ source('crm', 'orders') }}
`,
  'models/schema.yml': `
version: 2
sources:
  - {name: crm, profile: legacy, tables: [{name: orders}]}
models:
  - name: orders
    description: "{{ doc('orders') }}"
    config: {grapes: 1, meta: {limit: .inf}}
    columns:
      - name: amount
        data_tests:
          - accepted_values: {arguments: {values: [1.0, 2, null]}}
`,
  'models/threads.sql': '{{ config(meta={"threads": target.threads}) }} select 1 as id',
  'models/ignored/broken.sql': '{% if %}',
  'models/notes.md': '{% docs orders %}All of them.{% enddocs %}',
  'seeds/kinds.csv': 'id,name\n1,web\n',
  'snapshots/kinds.yml': `
snapshots:
  - {name: kinds_history, relation: ref('kinds'), config: {strategy: check, unique_key: id, check_cols: all}}
`,
  'tests/no_orders.sql': "select 1 from {{ ref('orders') }} where false",
  'tests/generic/positive.sql': '{% test positive(model, column_name) %}select 1{% endtest %}',
  'analyses/look.sql': "select * from {{ ref('orders') }}",
  'dbt_packages/extra/dbt_project.yml': 'name: extra\nprofile: none\nvars: {depth: 1}\n',
  'dbt_packages/extra/models/extra_model.sql': 'select {{ var("depth") }} as depth',
  'packages.yml': 'packages: [{local: dbt_packages/extra}]\n',
};

const ENV = { DBT_ENV_SECRET_PW: SECRET };

interface Cached {
  readonly root: string;
  readonly cache: string;
  /** parses with the cache; whether it was taken from it, and what it told */
  readonly parse: (
    options?: LoadOptions,
  ) => Promise<{ taken: boolean; manifest: Manifest; events: readonly unknown[] }>;
  readonly fresh: (options?: LoadOptions) => ReturnType<typeof loadProject>;
}

/** A project whose files are old enough to be trusted by their times. */
async function project(files: Readonly<Record<string, string>> = FILES): Promise<Cached> {
  const root = await folderWith(files);
  for (const path of Object.keys(files)) await age(join(root, path));
  const cache = join(root, 'target/partial_parse.dvt');
  const fresh = (options: LoadOptions = {}) => loadProject(root, { env: ENV, ...options });
  const written = () =>
    stat(cache).then(
      ({ ino, mtimeMs }) => `${ino} ${mtimeMs}`,
      () => 'none',
    );
  const parse = async (options: LoadOptions = {}) => {
    const before = await written();
    const { manifest, events } = await fresh({ ...options, cache });
    return { taken: before === (await written()), manifest, events };
  };
  return { root, cache, parse, fresh };
}

async function age(path: string): Promise<void> {
  await utimes(path, new Date('2026-01-01'), new Date('2026-01-01'));
}

async function write(root: string, path: string, text: string): Promise<void> {
  await mkdir(dirname(join(root, path)), { recursive: true });
  await writeFile(join(root, path), text);
}

test('where nothing has changed the manifest is that of the last time, and so are its warnings', async () => {
  const { parse, fresh } = await project();
  const first = await parse();
  expect(first.taken).toBe(false);
  const second = await parse();
  const anew = await fresh();
  expect(second.taken).toBe(true);
  expect(second.manifest).toEqual(anew.manifest);
  expect(second.manifest.nodes.get('model.shop.orders')?.config.raw['meta']).toEqual({
    limit: Infinity,
    ratio: 1,
    owner: 'nobody',
  });
  expect(second.events).toEqual(anew.events);
  expect(second.events).not.toHaveLength(0);
});

test('a file that was touched and says the same changes nothing', async () => {
  const { root, parse } = await project();
  await parse();
  await write(root, 'models/orders.sql', FILES['models/orders.sql']!);
  expect((await parse()).taken).toBe(true);
});

describe('what a manifest follows from is looked at', () => {
  const edited = Object.keys(FILES).filter(
    (path) => !['.dbtignore', 'profiles.yml', 'packages.yml', 'models/ignored/broken.sql'].includes(path),
  );
  const addition: Readonly<Record<string, string>> = {
    '.sql': '{# new #}',
    '.yml': '\n# new\n',
    '.md': '\n{% docs more %}More.{% enddocs %}',
    '.csv': '2,shop\n',
  };
  const projectFiles = new Set(['dvt_project.yml', 'dbt_packages/extra/dbt_project.yml']);
  test.each(edited)('%s', async (path) => {
    const { root, parse, fresh } = await project();
    await parse();
    const more = projectFiles.has(path) ? 'on-run-start: ["select 1"]\n' : addition[/\.\w+$/.exec(path)![0]]!;
    await write(root, path, FILES[path]! + more);
    const second = await parse();
    expect(second.taken).toBe(false);
    expect(second.manifest).toEqual((await fresh()).manifest);
  });

  const changes: readonly (readonly [string, (root: string) => Promise<void>, LoadOptions])[] = [
    ['a new model', (root) => write(root, 'models/deep/new.sql', 'select 1 as id'), {}],
    ['a model that is gone', (root) => rm(join(root, 'analyses/look.sql')), {}],
    ['.dbtignore', (root) => write(root, '.dbtignore', 'models/ignored/\nanalyses/\n'), {}],
    ['a variable of the command line', async () => {}, { vars: { currency: 'USD' } }],
    ['a variable of the environment that a model reads', async () => {}, { env: { ...ENV, OWNER: 'ada' } }],
    ['the target', async () => {}, { target: 'prod' }],
    ['the engine', async () => {}, { compute: 'spark' }],
    ['--store-failures', async () => {}, { storeFailures: true }],
    [
      'the threads of the target',
      (root) => write(root, 'profiles.yml', PROFILES.replace('schema: public', 'schema: public, threads: 8')),
      {},
    ],
    [
      'the schema of the target',
      (root) => write(root, 'profiles.yml', PROFILES.replace('schema: public', 'schema: other')),
      {},
    ],
    [
      'the default target of another profile',
      (root) => write(root, 'profiles.yml', PROFILES.replace('legacy:\n  target: dev', 'legacy:\n  target: prod')),
      {},
    ],
    [
      'a connection more',
      (root) => write(root, 'profiles.yml', `${PROFILES}more: {adapter: duckdb, path: a.db}\n`),
      {},
    ],
  ];
  test.each(changes)('%s', async (_, change, options) => {
    const { root, parse, fresh } = await project();
    await parse();
    await change(root);
    const second = await parse(options);
    expect(second.taken).toBe(false);
    expect(second.manifest).toEqual((await fresh(options)).manifest);
  });

  test('a change within the same tick of the clock, of the same size', async () => {
    const { root, parse } = await project();
    const path = 'models/deep/new.sql';
    // Whole milliseconds, which `utimes` can set again.
    const tick = new Date();
    await write(root, path, 'select 1 as id');
    await utimes(join(root, path), tick, tick);
    await parse();
    await write(root, path, 'select 2 as id');
    await utimes(join(root, path), tick, tick);
    const { taken, manifest } = await parse();
    expect([taken, manifest.nodes.get('model.shop.new')?.rawCode]).toEqual([false, 'select 2 as id']);
  });
});

test('what no template asked for is no reason to parse anew', async () => {
  const { parse } = await project();
  await parse();
  expect((await parse({ env: { ...ENV, UNRELATED: 'x', DBT_ENV_SECRET_PW: 'another' } })).taken).toBe(true);
  expect((await parse({ command: 'ls' })).taken).toBe(true);
});

test.each(['flags.WHICH', 'invocation_args_dict.which', "dbt_metadata_envs.get('commit')"])(
  'a template that asks for %s',
  async (expression) => {
    const { parse } = await project({
      ...FILES,
      'models/asks.sql': `{{ config(meta={'x': ${expression} | string}) }} select 1 as id`,
    });
    await parse();
    expect((await parse()).taken).toBe(true);
    const options = { command: 'ls', env: { ...ENV, DBT_ENV_CUSTOM_ENV_commit: 'abc' } };
    const second = await parse(options);
    expect(second.taken).toBe(false);
    const meta = second.manifest.nodes.get('model.shop.asks')?.config.raw['meta'] as { x: string };
    expect(['ls', 'abc']).toContain(meta.x);
  },
);

test.each([
  ['flags.EMPTY', { empty: true }],
  ['flags.FULL_REFRESH', { fullRefresh: true }],
])('a template that asks for %s, and the flag is given', async (expression, options) => {
  const { parse } = await project({
    ...FILES,
    'models/asks.sql': `{{ config(meta={'x': ${expression} | string}) }} select 1 as id`,
  });
  const before = await parse();
  const second = await parse(options);
  const asked = ({ manifest }: typeof before) => manifest.nodes.get('model.shop.asks')?.config.raw['meta'];
  expect([asked(before), asked(second)]).toEqual([{ x: 'False' }, { x: 'True' }]);
});

test('no secret is kept', async () => {
  const { parse, cache } = await project();
  await parse();
  expect(await readFile(cache, 'utf8')).not.toContain(SECRET);
  expect((await stat(cache)).mode & 0o077).toBe(0);
});

describe('a file that cannot be used counts as none', () => {
  const damages: readonly (readonly [string, (cache: string) => Promise<unknown>])[] = [
    ['cut off', (cache) => truncate(cache, 5000)],
    ['empty', (cache) => writeFile(cache, '')],
    ['another text', (cache) => writeFile(cache, 'null\nnull')],
    ['one letter is another', async (cache) => writeFile(cache, (await readFile(cache, 'utf8')).replace('EUR', 'EUX'))],
    ['a folder', async (cache) => rm(cache).then(() => mkdir(cache))],
  ];
  test.each(damages)('%s', async (_, damage) => {
    const { parse, fresh, cache } = await project();
    await parse();
    await damage(cache);
    expect((await parse()).manifest).toEqual((await fresh()).manifest);
  });
});

test('many at once write one whole record', async () => {
  const { parse, fresh, root } = await project();
  const all = await Promise.all(Array.from({ length: 6 }, () => parse()));
  const { manifest } = await fresh();
  for (const one of all) expect(one.manifest).toEqual(manifest);
  // What a process that was killed left beside it harms nobody.
  await write(root, 'target/partial_parse.dvt.0badcafe.tmp', 'half a rec');
  expect((await parse()).taken).toBe(true);
});

test('a project with mistakes leaves the last record as it is, and tells of them each time', async () => {
  const { root, parse } = await project();
  await parse();
  await write(root, 'models/wrong.sql', "select * from {{ ref('nothing') }}");
  await expect(parse()).rejects.toThrow('nothing');
  await expect(parse()).rejects.toThrow('nothing');
  await rm(join(root, 'models/wrong.sql'));
  expect((await parse()).taken).toBe(true);
});

test('--no-partial-parse neither reads nor writes it', async () => {
  const cwd = await folderWith({
    'dvt_project.yml': 'name: shop\nprofile: shop\n',
    'profiles.yml': 'shop: {adapter: duckdb, path: a.duckdb}\n',
    'models/one.sql': 'select 1 as id',
  });
  const cache = join(cwd, 'target/partial_parse.dvt');
  expect(await dvt(['parse', '--no-partial-parse'], { cwd })).toMatchObject({ code: 0 });
  await expect(stat(cache)).rejects.toThrow('ENOENT');
  expect(await dvt(['parse'], { cwd })).toMatchObject({ code: 0 });
  const { mtimeMs } = await stat(cache);
  await write(cwd, 'models/two.sql', 'select 2 as id');
  expect((await dvt(['ls', '--no-partial-parse'], { cwd })).stdout).toContain('two');
  expect((await stat(cache)).mtimeMs).toBe(mtimeMs);
});
