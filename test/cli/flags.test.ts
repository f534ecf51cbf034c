import { describe, expect, test } from 'vitest';
import { NOTHING } from '#dvt/cli/merge-options.js';
import { warningPolicy } from '#dvt/cli/warning-policy.js';
import { folderWith } from '../config/files.js';
import { dvt } from './dvt.js';

const PROFILES = 'p: {target: dev, outputs: {dev: {type: duckdb, path: p.duckdb}}}\n';

/** A project with a warning that is no mistake: a description of a model that is not there. */
function project(flags = ''): Promise<string> {
  return folderWith({
    'profiles.yml': PROFILES,
    'dbt_project.yml': `name: p\nprofile: p\n${flags}`,
    'models/a.sql': 'select 1 as id',
    'models/loud.sql': "{% do exceptions.warn('odd') %} select 1 as id",
    'models/schema.yml': `models:
  - {name: b}
  - name: a
    columns: [{name: id, data_tests: [{accepted_values: {arguments: {values: [2]}, config: {severity: warn}}}]}]
`,
  });
}

const parse = async (flags: string, args: readonly string[] = [], env: Readonly<Record<string, string>> = {}) =>
  dvt(['parse', ...args], { cwd: await project(flags), env });

describe('a warning is an error', () => {
  test.each<[what: string, flags: string, args: readonly string[], env: Record<string, string>, code: number]>([
    ['never by itself', '', [], {}, 0],
    ['by --warn-error', '', ['--warn-error'], {}, 2],
    ['by the environment', '', [], { DBT_WARN_ERROR: 'true' }, 2],
    ['by the environment as dbt 1.12 writes it', '', [], { DBT_ENGINE_WARN_ERROR: '1' }, 2],
    ['by the project', 'flags: {warn_error: true}\n', [], {}, 2],
    ['not where the environment says otherwise', 'flags: {warn_error: true}\n', [], { DBT_WARN_ERROR: '0' }, 0],
    ['not where the command line does', 'flags: {warn_error: true}\n', ['--no-warn-error'], {}, 0],
    ['by name', '', ['--warn-error-options', '{error: [NoNodeForYamlKey, JinjaLogWarning]}'], {}, 2],
    ["by dvt's code", '', ['--warn-error-options', '{error: [DVT1209, DVT2113]}'], {}, 2],
    ['not by another name', '', ['--warn-error-options', '{error: [DeprecatedModel]}'], {}, 0],
    ['all but some', 'flags: {warn_error_options: {error: all, warn: [NoNodeForYamlKey, DVT2113]}}\n', [], {}, 0],
    [
      "all but some, in dbt's old words",
      '',
      ['--warn-error-options', '{"include": "all", "exclude": ["NoNodeForYamlKey", "JinjaLogWarning"]}'],
      {},
      0,
    ],
  ])('%s', async (_, flags, args, env, code) => {
    const { code: actual, stdout, stderr } = await parse(flags, args, env);
    expect(actual, stdout + stderr).toBe(code);
  });
});

test('a silenced warning is not shown, others are', async () => {
  const said = async (options: string) => (await parse('', ['--warn-error-options', options])).stdout;
  expect(await said('{silence: []}')).toContain('DVT1209');
  expect(await said('{silence: [NoNodeForYamlKey]}')).not.toContain('DVT1209');
});

test('a test that would warn fails, and the command with it', async () => {
  const options = { cwd: await project() };
  expect((await dvt(['run', '--select', 'a'], options)).code).toBe(0);
  expect((await dvt(['test'], options)).stdout).toContain('WARN=1 ERROR=0');
  const strict = ['--warn-error-options', '{error: [LogTestResult]}'];
  const failed = await dvt(['test', ...strict], options);
  expect(failed.code).toBe(1);
  expect(failed.stdout).toContain('Got 1 result, configured to fail if != 0');
});

test.each([
  ['{error: all, warn: all}', 'may be `all`'],
  ['{errors: all}', 'has no `errors`'],
  ['[all]', 'must be a mapping'],
  ['{error: {a: 1}}', 'must be a list'],
  ['{error: [NoNodeForYamlKy]}', 'Did you mean `NoNodeForYamlKey`?'],
  ['{silence: [Deprecation]}', 'Did you mean `Deprecations`?'],
  ['{error: some}', 'names `some`, which is no warning'],
  ['{include: [LogTestResult], error: [JinjaLogWarning]}', 'are one list'],
  ['{warn: [LogTestResult]}', 'neither is there'],
])('--warn-error-options %s is refused', async (options, message) => {
  const { code, stderr } = await parse('', ['--warn-error-options', options]);
  expect([code, stderr]).toEqual([2, expect.stringContaining(message)]);
});

test('an unknown warning is refused wherever it is named; those of all engines of dbt are known', async () => {
  const refused = expect.stringContaining('names `NoSuchWarning`');
  const fromFile = await parse('flags: {warn_error_options: {error: [NoSuchWarning]}}\n');
  expect([fromFile.code, fromFile.stderr]).toEqual([2, refused]);
  const fromEnvironment = await parse('', [], { DBT_WARN_ERROR_OPTIONS: '{error: [NoSuchWarning]}' });
  expect([fromEnvironment.code, fromEnvironment.stderr]).toEqual([2, refused]);
  const known = '{error: [MainReportVersion, AmbiguousName, DVT1222, Deprecations], silence: [FoundStats]}';
  expect((await parse('', ['--warn-error-options', known])).code).toBe(0);
});

test.each([
  // DVT1214 stands for a deprecation of dbt's.
  ['{error: [Deprecations]}', 'error'],
  ['{error: [Deprecations], warn: [CustomKeyInConfigDeprecation]}', 'warn'],
  ['{error: [CustomKeyInConfigDeprecation, Deprecations], silence: [Deprecations]}', 'error'],
  ['{error: all, warn: [Deprecations]}', 'warn'],
  ['{error: all, silence: [Deprecations]}', 'silence'],
  ['{error: all, silence: [DVT1214]}', 'silence'],
  ['{error: [DVT1214, DVT1209], silence: [CustomKeyInConfigDeprecation]}', 'silence'],
])('what is named goes before Deprecations, and that before all: %s', (warnErrorOptions, treatment) => {
  expect(warningPolicy({ ...NOTHING, warnErrorOptions })('DVT1214')).toBe(treatment);
});

test('that dvt has no semantic layer is an error only by name', () => {
  const treatment = (options: Partial<typeof NOTHING>) => warningPolicy({ ...NOTHING, ...options })('DVT1223');
  expect(treatment({ warnError: true })).toBe('warn');
  expect(treatment({ warnErrorOptions: '{error: all}' })).toBe('warn');
  expect(treatment({ warnErrorOptions: '{error: [DVT1223]}' })).toBe('error');
});

test('a flag of the project with a wrong value is told by its name', async () => {
  const { code, stderr } = await parse('flags: {printer_width: wide}\n');
  expect([code, stderr]).toEqual([2, expect.stringContaining("`printer_width` of the project's `flags:`")]);
});

test('the lines of nodes are as wide as --printer-width says, by default 80 columns', async () => {
  const cwd = await project('flags: {printer_width: 100}\n');
  const width = async (...args: string[]) => {
    const { stdout } = await dvt(['run', '--select', 'a', ...args], { cwd });
    const line = stdout.split('\n').find((one) => one.includes('START'))!;
    return line.indexOf(' [RUN]') - line.indexOf('1 of 1');
  };
  expect(await width()).toBe(100);
  expect(await width('--printer-width', '80')).toBe(80);
});

test('--no-write-json leaves no artifacts, --log-level none says nothing', async () => {
  const cwd = await project();
  const { code, stdout } = await dvt(['run', '--no-write-json', '--log-level', 'error', '--select', 'a'], { cwd });
  expect(code).toBe(0);
  expect(stdout).not.toContain('START');
  expect((await dvt(['retry'], { cwd })).code).toBe(2);
});

test("dbt's flags without a meaning here are taken", async () => {
  const words =
    '--no-populate-cache --cache-selected-only --no-static-parser --no-send-anonymous-usage-stats --no-print';
  const more = '--no-introspect --use-experimental-parser --show-all-deprecations --log-format-file json --use-colors';
  const { code, stdout, stderr } = await parse('', [...words.split(' '), ...more.split(' ')]);
  expect(code, stdout + stderr).toBe(0);
});

test('--store-failures keeps the rows of tests that do not say whether', async () => {
  const options = { cwd: await project() };
  const kept = "select count(*) as n from information_schema.tables where table_schema = 'main_dbt_test__audit'";
  const tables = async () =>
    JSON.parse((await dvt(['show', '--quiet', '--output', 'json', '--inline', kept], options)).stdout).show[0].n;
  expect((await dvt(['run', '--select', 'a'], options)).code).toBe(0);
  await dvt(['test'], options);
  expect(Number(await tables())).toBe(0);
  await dvt(['test', '--store-failures'], options);
  expect(Number(await tables())).toBe(1);
});

test('the default selector may depend on the target', async () => {
  const selector = (name: string) =>
    `selectors: [{name: one, default: "{{ target.name == '${name}' | as_bool }}", definition: a}]\n`;
  const listed = async (name: string) => {
    const cwd = await folderWith({
      'profiles.yml': PROFILES,
      'dbt_project.yml': 'name: p\nprofile: p\n',
      'models/a.sql': 'select 1 as id',
      'models/c.sql': 'select 1 as id',
      'selectors.yml': selector(name),
    });
    return (await dvt(['ls', '--quiet'], { cwd })).stdout;
  };
  expect(await listed('dev')).toBe('p.a\n');
  expect(await listed('prod')).toBe('p.a\np.c\n');
});

describe('flags in `config:` of profiles.yml, where dbt kept them before 1.8', () => {
  const withConfig = (project: string) =>
    folderWith({
      'profiles.yml': `config: {warn_error: true, skip_nodes_if_on_run_start_fails: false}\n${PROFILES}`,
      'dbt_project.yml': `name: p\nprofile: p\n${project}`,
      'models/a.sql': 'select 1 as id',
    });
  test('are the flags of a project that has none', async () => {
    const cwd = await withConfig('');
    expect((await dvt(['ls', '--select', 'nothing'], { cwd })).code).toBe(2);
    expect((await dvt(['ls', '--select', 'nothing', '--no-warn-error'], { cwd })).code).toBe(0);
  });
  test('are behaviour flags too', async () => {
    const cwd = await withConfig('on-run-start: [select no_such_column]\n');
    expect((await dvt(['run'], { cwd })).stdout).toMatch(/PASS=1 .*SKIP=0/);
  });
  test('are refused beside `flags:`', async () => {
    const cwd = await withConfig('flags: {fail_fast: true}\n');
    const { code, stderr } = await dvt(['ls'], { cwd });
    expect([code, stderr]).toEqual([2, expect.stringContaining('Move what `config:` says')]);
  });
});

test('an option that dbt does not take from `flags:` is nothing there', async () => {
  const cwd = await project('flags: {target: nonsense, threads: many, full_refresh: perhaps}\n');
  expect((await dvt(['ls'], { cwd })).code).toBe(0);
});
