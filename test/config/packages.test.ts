import { describe, expect, test } from 'vitest';
import { readProjectFile } from '#dvt/config/index.js';
import { folderWith, mistakesOf } from './files.js';

const PROJECT = 'name: shop\nprofile: shop\n';
const render = async (text: string): Promise<unknown> => text;
const load = async (files: Record<string, string>, overrides = {}) =>
  (await readProjectFile(await folderWith(files))).load(render, overrides);

describe('installed packages', () => {
  test('stand below the install path, with their settings', async () => {
    const project = await load({
      'dbt_project.yml': `${PROJECT}packages-install-path: libs\n`,
      'libs/b/dbt_project.yml': 'name: util\nvars: {x: 1}\nmodel-paths: [m]\n',
      'libs/a/dbt_project.yml': 'name: ext\n',
    });
    expect(project.packages.map(({ name, packageRoot, modelPaths }) => [name, packageRoot, modelPaths])).toEqual([
      ['ext', 'libs/a', ['models']],
      ['util', 'libs/b', ['m']],
    ]);
  });

  test('that are listed and not there are a mistake with the way out', async () => {
    const files = { 'dbt_project.yml': PROJECT, 'packages.yml': 'packages:\n  - package: a/b\n    version: 1.0.0\n' };
    const [mistake] = await mistakesOf(load(files));
    expect([mistake?.code, mistake?.location?.path, mistake?.hint]).toEqual([
      'DVT1026',
      'packages.yml',
      'Run `dvt deps` to install them.',
    ]);
    await expect(load(files, { packages: false })).resolves.toMatchObject({ packages: [] });
  });

  test('of one name are a mistake, and all their mistakes are told at once', async () => {
    const mistakes = await mistakesOf(
      load({
        'dbt_project.yml': PROJECT,
        'dbt_packages/a/dbt_project.yml': 'name: util\n',
        'dbt_packages/b/dbt_project.yml': 'name: util\n',
        'dbt_packages/c/dbt_project.yml': 'name: c\nmodell-paths: [x]\n',
        'dbt_packages/d/readme.md': 'no package',
      }),
    );
    expect(mistakes.map(({ code, location }) => [code, location?.path])).toEqual([
      ['DVT1027', undefined],
      ['DVT1002', 'dbt_packages/c/dbt_project.yml'],
      ['DVT1005', undefined],
    ]);
  });
});

describe('require-dbt-version', () => {
  const requiring = (versions: string) => ({ 'dbt_project.yml': `${PROJECT}require-dbt-version: ${versions}\n` });

  test.each(["'>=1.6.0'", "['>=1.0.0', '<2.0.0']", "'>=1.3.0,<3.0.0'", "'1.12'", "'>1.9'"])(
    '%s is met',
    async (versions) => {
      await expect(load(requiring(versions))).resolves.toMatchObject({ name: 'shop' });
    },
  );

  test.each(["'<1.5.0'", "['>=1.0.0', '<1.12.0']", "'>2'", "'=1.9.0'"])('%s is not', async (versions) => {
    expect((await mistakesOf(load(requiring(versions)))).map(({ code }) => code)).toEqual(['DVT1028']);
    await expect(load(requiring(versions), { versionCheck: false })).resolves.toMatchObject({ name: 'shop' });
  });

  test('of a package counts too', async () => {
    const files = {
      'dbt_project.yml': PROJECT,
      'dbt_packages/a/dbt_project.yml': "name: a\nrequire-dbt-version: '<1.0.0'\n",
    };
    const [mistake] = await mistakesOf(load(files));
    expect([mistake?.code, mistake?.location?.path]).toEqual(['DVT1028', 'dbt_packages/a/dbt_project.yml']);
    await expect(load(files, { versionCheck: false })).resolves.toMatchObject({ packages: [{ name: 'a' }] });
  });
});
