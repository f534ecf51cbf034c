import { expect, test } from 'vitest';
import { dvt } from '../cli/dvt.js';
import { folderWith } from '../config/files.js';

/** What a person types, what ends the command, and what is said. */
interface Typed {
  readonly args: readonly string[];
  readonly code: 0 | 1 | 2;
  readonly says: readonly string[];
  readonly files?: Readonly<Record<string, string>>;
}

const SHOP = {
  'dvt_project.yml': 'name: shop\nprofile: shop\n',
  'profiles.yml':
    'shop: {target: dev, outputs: {dev: {type: duckdb, path: shop.duckdb}}}\ngone: {adapter: postgres, host: 127.0.0.1, port: 1, user: me, password: "a secret!", database: d}\n',
  'models/orders.sql': 'select 1 as id',
  'models/s.yml': 'models:\n  - {name: orders, config: {tags: [daily]}}\n',
  'selectors.yml': 'selectors:\n  - {name: nightly, definition: "tag:daily"}\n',
  'macros/m.sql':
    "{% macro cents(a) %}\n  {{ exceptions.raise_compiler_error('no cents') }}\n{% endmacro %}\n{% macro asks() %}\n  {% do run_query('select * from nope') %}\n{% endmacro %}\n",
};

const TYPED: readonly Typed[] = [
  { args: ['ls', '-s', 'tga:daily'], code: 2, says: ['DVT1030', 'Did you mean `tag:`?'] },
  { args: ['ls', '--selector', 'nightyl'], code: 2, says: ['DVT1035', 'Did you mean nightly?'] },
  { args: ['ls', '-s', 'state:modified'], code: 2, says: ['DVT1034', '--state path/to/folder'] },
  { args: ['ls', '-s', 'state:modifed', '--state', '.'], code: 2, says: ['DVT1031', 'state:modified?'] },
  { args: ['ls', '-s', 'state:modified', '--state', 'nope'], code: 2, says: ['DVT1034', 'no manifest.json in nope'] },
  {
    args: ['ls', '-s', 'state:modified', '--state', 'old'],
    code: 2,
    says: ['DVT1034', 'is not the JSON of an artifact'],
    files: { 'old/manifest.json': '{"nodes": ' },
  },
  {
    args: ['ls', '-s', 'state:modified', '--state', 'old'],
    code: 2,
    says: ['DVT1034', 'is no artifact of dvt or dbt'],
    files: { 'old/manifest.json': '[]' },
  },
  { args: ['ls', '--resource-type', 'modle'], code: 2, says: ['DVT1040', 'Did you mean `model`?'] },
  { args: ['ls', '-s', 'ordrs'], code: 0, says: ["The selection criterion 'ordrs' does not match any enabled nodes"] },
  { args: ['ls', '-s', 'ordrs', '--warn-error'], code: 2, says: ["'ordrs' does not match"] },
  {
    args: ['ls', '-s', 'ordrs', '--warn-error-options', '{error: [NoNodesForSelectionCriteria]}'],
    code: 2,
    says: ["'ordrs' does not match"],
  },
  {
    args: ['ls', '-s', 'ordrs', '--warn-error-options', '{error: all, warn: [NoNodesForSelectionCriteria, DVT1230]}'],
    code: 0,
    says: ["'ordrs' does not match"],
  },
  { args: ['ls', '--warn-error-options', '{eror: [a]}'], code: 2, says: ['DVT1040', 'Did you mean `error`?'] },
  {
    args: ['ls', '-s', 'ordrs'],
    code: 2,
    says: ["'ordrs' does not match"],
    files: { 'dvt_project.yml': `${SHOP['dvt_project.yml']}flags: {warn_error: true}\n` },
  },
  { args: ['run', '--defer'], code: 2, says: ['DVT1044', '--state FOLDER'] },
  { args: ['run', '--target', 'prod'], code: 2, says: ['DVT1012', 'Profile `shop` has no output `prod`.', 'dev'] },
  { args: ['run-operation', 'cnets'], code: 2, says: ["There is no macro 'cnets' to run.", 'Did you mean cents?'] },
  {
    args: ['run-operation', 'cents'],
    code: 1,
    says: ['DVT2109 no cents', 'macros/m.sql:2:17', '> 2 |   {{ exceptions'],
  },
  { args: ['run-operation', 'cents', '--args', '{b: 1}'], code: 1, says: ["takes no keyword argument 'b'"] },
  { args: ['run-operation', 'asks'], code: 1, says: ['nope does not exist', 'macros/m.sql:5:9'] },
  { args: ['retry'], code: 2, says: ['DVT1043', 'There is no run to retry'] },
  {
    args: ['parse'],
    code: 2,
    says: ['There is no connection `shp`', 'dvt_project.yml:2:10', 'Did you mean `shop`?'],
    files: { 'dvt_project.yml': 'name: shop\nprofile: shp\n' },
  },
  {
    args: ['run'],
    code: 2,
    says: ['DVT4002', 'gone', '127.0.0.1:1', 'Check host and port in the profile'],
    files: { 'dvt_project.yml': 'name: shop\nprofile: gone\n' },
  },
  {
    args: ['parse'],
    code: 2,
    says: ['DVT1062', 'manifest.json cannot be written', '--target-path'],
    files: { target: 'a file\n' },
  },
];

test.each(TYPED)('dvt $args', async ({ args, code, says, files }) => {
  const cwd = await folderWith({ ...SHOP, ...files });
  const done = await dvt(args, { cwd });
  const output = done.stdout + done.stderr;
  expect(done.code, output).toBe(code);
  for (const text of says) expect(output).toContain(text);
  expect(output).not.toMatch(/a secret!|\bat .*\.js:\d+|\/dist\/|\x1b/);
});

test('mistakes of several files are told together, by file and line, each once', async () => {
  const cwd = await folderWith({
    ...SHOP,
    'models/b.sql': "select *\nfrom {{ ref('ordrs') }}",
    'models/a.sql': "select {{ nosuch(1) }},\n  * from {{ ref('x') }}",
    'models/c.yml': 'sources:\n  - name: s\n    tables: [{name: t, columns: x}]\n',
  });
  const { code, stderr } = await dvt(['parse'], { cwd });
  expect(code).toBe(2);
  expect(stderr.match(/models\/\w+\.\w+:\d+:\d+/g)).toEqual([
    'models/a.sql:1:11',
    'models/b.sql:2:9',
    'models/c.yml:3:33',
  ]);
  expect(stderr).toContain('3 mistakes.');
});

test('as JSON, with code, file, line and column; --debug adds the stack', async () => {
  const cwd = await folderWith({ ...SHOP, 'models/b.sql': "select *\nfrom {{ ref('ordrs') }}" });
  const json = await dvt(['parse', '--log-format', 'json'], { cwd });
  expect(JSON.parse(json.stderr)).toMatchObject({
    level: 'error',
    diagnostic: {
      code: 'DVT2101',
      message: "There is no model 'ordrs' to ref.",
      location: { path: 'models/b.sql', line: 2, column: 9 },
      hint: "Did you mean ref('orders')?",
    },
  });
  expect((await dvt(['parse', '--debug'], { cwd })).stderr).toMatch(/\n\s+at /);
});

test('--printer-width says where the status begins', async () => {
  const cwd = await folderWith(SHOP);
  const { stdout } = await dvt(['run', '--printer-width', '100'], { cwd });
  const line = stdout.split('\n').find((text) => text.includes('START')) ?? '';
  // the time of day and two blanks stand before
  expect(line.indexOf('[RUN]')).toBe(10 + 100 + 1);
});
