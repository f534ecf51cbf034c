import { execFileSync } from 'node:child_process';
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import type { DvtError } from '#dvt/core/errors.js';
import { addPackage, installPackages } from '#dvt/packages/index.js';
import { dvtProcess as dvt } from '../cli/dvt.js';
import { type Files, type PackageServer, packageServer, writeFiles } from './package-server.js';

let directory: string;
let server: PackageServer;
let root: string;

const project = (name: string): Files => ({ 'dbt_project.yml': `name: ${name}\nversion: '1.0'\n` });
const needs = (text: string): Files => ({ 'packages.yml': text });

beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'dvt-packages-'));
  const published = {
    'acme/dates': {
      '1.0.0': project('dates'),
      '1.2.0': project('dates'),
      '2.0.0': project('dates'),
      '2.1.0-rc1': project('dates'),
      '3.0.0': { 'dbt_project.yml': "name: dates\nrequire-dbt-version: ['>=2.0.0', '<3.0.0']\n" },
    },
    'elder/dates': { '1.0.0': project('dates') },
    'acme/audit': {
      '0.5.0': { ...project('audit'), ...needs('packages: [{package: acme/dates, version: [">=1.0.0", "<2.0.0"]}]') },
    },
    'acme/newest': {
      '1.0.0': { ...project('newest'), ...needs('packages: [{package: acme/dates, version: ">=2.0.0"}]') },
    },
  };
  server = await packageServer(join(directory, 'hub'), published, { 'elder/dates': 'acme/dates' });
});
afterAll(async () => {
  await server.close();
  await rm(directory, { recursive: true, force: true });
});
beforeEach(async () => {
  root = await mkdtemp(join(directory, 'project-'));
  server.asked.length = 0;
});

interface Changes {
  readonly upgrade?: boolean;
  readonly lockOnly?: boolean;
  readonly versionCheck?: boolean;
}

function install(changes: Changes = {}) {
  return installPackages({
    root,
    installPath: join(root, 'dbt_packages'),
    hub: server.address,
    upgrade: false,
    lockOnly: false,
    versionCheck: true,
    render: async (text) => text.replace('{{ env }}', 'v1'),
    warn: () => {},
    signal: new AbortController().signal,
    ...changes,
  });
}

async function failure(run: Promise<unknown>): Promise<DvtError> {
  return run.then(
    () => Promise.reject(new Error('nothing failed')),
    (error: DvtError) => error,
  );
}

const read = (path: string): Promise<string> => readFile(join(root, path), 'utf8');

test('the newest version that everybody accepts is installed, with what it needs', async () => {
  await writeFiles(
    root,
    needs('packages:\n  - package: acme/audit\n    version: 0.5.0\n  - package: acme/dates\n    version: ">=1.0.0"\n'),
  );
  const { packages } = await install();
  expect(packages?.map(({ name, version, newer }) => [name, version, newer])).toEqual([
    ['audit', 'version 0.5.0', null],
    ['dates', 'version 1.2.0', '2.0.0'],
  ]);
  expect((await readdir(join(root, 'dbt_packages'))).sort()).toEqual(['audit', 'dates']);
  expect(await read('dbt_packages/dates/dbt_project.yml')).toContain('name: dates');
  expect((await readdir(root)).sort()).toEqual(['dbt_packages', 'package-lock.yml', 'packages.yml']);
});

test('a version that requires another dbt is not taken, unless nobody looks at that', async () => {
  await writeFiles(root, needs('packages: [{package: acme/dates, version: ">=1.0.0"}]'));
  expect((await install()).packages).toMatchObject([{ version: 'version 2.0.0', newer: null }]);
  expect((await install({ upgrade: true, versionCheck: false })).packages).toMatchObject([
    { version: 'version 3.0.0', newer: null },
  ]);
  await writeFiles(root, needs('packages: [{package: acme/dates, version: 3.0.0}]'));
  const error = await failure(install());
  expect(error.code).toBe('DVT1072');
  expect(error.message).toContain('requires another dbt');
});

test('a package that goes on under another name is installed, and its new name is told', async () => {
  await writeFiles(root, needs('packages: [{package: elder/dates, version: 1.0.0}]'));
  expect((await install()).packages).toMatchObject([{ name: 'dates', movedTo: 'acme/dates' }]);
});

test('dvt deps asks the index that DBT_PACKAGE_HUB_URL names, and writes the lock as dbt-core 1.12.6 does', async () => {
  await writeFiles(root, {
    ...project('shop'),
    'dependencies.yml':
      'packages:\n  - package: acme/audit\n    version: 0.5.0\n  - package: acme/dates\n    version: ">=1.0.0"\n',
  });
  const env = { DBT_PACKAGE_HUB_URL: `${server.address}/` };
  const { code, stdout, stderr } = await dvt(['deps'], { cwd: root, env });
  expect(code, stderr).toBe(0);
  expect(stdout).toContain('Installed dates (version 1.2.0); 2.0.0 is there');
  expect(await read('package-lock.yml')).toBe(`packages:
  - name: audit
    package: acme/audit
    version: 0.5.0
  - name: dates
    package: acme/dates
    version: 1.2.0
sha1_hash: 719ad53647c60b10cc5bf35b5cbcf294265ae6cf
`);
  await writeFiles(root, { 'dependencies.yml': 'packages: [{package: acme/dates, version: 3.0.0}]' });
  expect((await dvt(['deps'], { cwd: root, env })).code).toBe(2);
  expect((await dvt(['deps', '--no-version-check'], { cwd: root, env })).code).toBe(0);
});

test('wishes that cannot be met together are refused, and what was installed stays', async () => {
  await writeFiles(root, needs('packages: [{package: acme/dates, version: 1.0.0}]'));
  await install();
  await writeFiles(
    root,
    needs('packages: [{package: acme/audit, version: 0.5.0}, {package: acme/newest, version: 1.0.0}]'),
  );
  const error = await failure(install());
  expect(error.code).toBe('DVT1072');
  expect(error.message).toContain('acme/dates');
  expect(await readdir(join(root, 'dbt_packages'))).toEqual(['dates']);
  expect((await readdir(root)).sort()).toEqual(['dbt_packages', 'package-lock.yml', 'packages.yml']);
});

test('the lock decides until the packages file changes, or --upgrade', async () => {
  await writeFiles(root, needs('packages: [{package: acme/dates, version: [">=1.0.0", "<2.0.0"]}]'));
  await install();
  const lock = await read('package-lock.yml');
  expect(lock).toContain('version: 1.2.0');
  await writeFiles(root, { 'package-lock.yml': lock.replace('1.2.0', '1.0.0') });
  expect((await install()).packages?.[0]?.version).toBe('version 1.0.0');
  expect((await install({ upgrade: true })).packages?.[0]?.version).toBe('version 1.2.0');
});

test("the lock's hash is dbt's: dbt-core 1.10.23 wrote this one for the same file", async () => {
  await writeFiles(root, { ...needs('packages:\n  - local: pkg\n'), ...{ 'pkg/dbt_project.yml': 'name: lpkg\n' } });
  await install({ lockOnly: true });
  expect(await read('package-lock.yml')).toContain('sha1_hash: 628e7d27f00ec4f5351fa728e7a88ce3ea954989');
  expect(await readdir(root)).not.toContain('dbt_packages');
});

test('the lock has the path of a local package as it is written, as dbt-core 1.12.6 does', async () => {
  await writeFiles(root, { ...needs('packages:\n  - local: ./pkg/\n'), 'pkg/dbt_project.yml': 'name: lpkg\n' });
  await install({ lockOnly: true });
  expect(await read('package-lock.yml')).toContain('local: ./pkg/\n');
});

test('git packages: a tag of a repository, in a subdirectory; the lock holds the commit', async () => {
  const repository = join(directory, 'repository');
  await writeFiles(repository, { 'inside/dbt_project.yml': 'name: from_git\n', 'inside/macros/x.sql': '-- one' });
  const git = (...args: string[]) =>
    execFileSync('git', ['-C', repository, '-c', 'user.name=t', '-c', 'user.email=t@t', ...args], {
      encoding: 'utf8',
    }).trim();
  git('init', '--quiet');
  git('add', '.');
  git('commit', '--quiet', '-m', 'one');
  git('tag', 'v1');
  const commit = git('rev-parse', 'HEAD');
  await writeFiles(repository, { 'inside/macros/x.sql': '-- two' });
  git('commit', '--quiet', '-am', 'two');
  await writeFiles(
    root,
    needs(`packages: [{git: "file://${repository}", revision: "{{ env }}", subdirectory: inside}]`),
  );
  const { packages } = await install();
  expect(packages).toEqual([
    { name: 'from_git', version: `revision ${commit}`, newer: null, movedTo: null, unpinned: false },
  ]);
  expect(await read('dbt_packages/from_git/macros/x.sql')).toBe('-- one');
  expect(await read('package-lock.yml')).toContain(`revision: ${commit}`);
  expect((await install()).packages?.[0]?.version).toBe(`revision ${commit}`);
});

test('tarballs, and an address that is not there', async () => {
  await writeFiles(root, needs(`packages: [{tarball: "${server.address}/acme/dates/1.0.0.tar.gz", name: dates}]`));
  expect((await install()).packages?.[0]).toMatchObject({ name: 'dates', version: 'tarball' });
  await writeFiles(
    root,
    needs(`packages: [{tarball: "http://me:secret@${server.address.slice(7)}/none.tar.gz", name: x}]`),
  );
  const error = await failure(install());
  expect(error.code).toBe('DVT1074');
  expect(error.message).not.toContain('secret');
});

test('an unknown package is answered with the nearest name, mistakes of the file all at once', async () => {
  await writeFiles(root, needs('packages: [{package: acme/date, version: 1.0.0}]'));
  expect((await failure(install())).diagnostics[0]).toMatchObject({
    code: 'DVT1073',
    hint: 'Did you mean acme/dates?',
  });
  await writeFiles(
    root,
    needs('packages:\n  - package: dates\n    version: 1.0.0\n  - git: x\n    revison: y\n  - {tarball: x}\n'),
  );
  const { diagnostics } = await failure(install());
  expect(diagnostics.map(({ code, location }) => [code, location?.line])).toEqual([
    ['DVT1070', 2],
    ['DVT1070', 4],
    ['DVT1070', 6],
  ]);
  expect(diagnostics[1]?.hint).toBe('Did you mean `revision`?');
});

test('two packages of one name are refused', async () => {
  await writeFiles(root, {
    ...needs('packages: [{local: a}, {local: b}]'),
    'a/dbt_project.yml': 'name: same\n',
    'b/dbt_project.yml': 'name: same\n',
  });
  expect((await failure(install())).code).toBe('DVT1076');
});

test('--add-package keeps what is written, comments too', async () => {
  await writeFiles(root, needs('# ours\npackages:\n  - package: acme/audit # old\n    version: 0.5.0\n'));
  await addPackage(root, 'acme/dates@>=1.0.0,<2.0.0', 'hub');
  await addPackage(root, 'acme/audit@0.6.0', 'hub');
  const text = await read('packages.yml');
  expect(text).toContain('# ours');
  expect(text).toContain('version: 0.6.0');
  expect(text).toMatch(/- package: acme\/dates\n\s+version:\n\s+- ">=1.0.0"\n\s+- <2.0.0/);
});
