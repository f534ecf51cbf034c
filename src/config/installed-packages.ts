import { readdir, readFile, stat } from 'node:fs/promises';
import { join, posix } from 'node:path';
import { Diagnostics, DvtError } from '../core/errors.js';
import { LocatedYaml } from '../core/located-yaml.js';
import type { Project } from '../spi/project.js';
import { CODES } from './codes.js';
import { isMapping } from './profile-entries.js';

/** Reads one package: its folder, absolute and relative to the project's root. */
export type LoadPackage = (root: string, packageRoot: string) => Promise<Project>;

/** Where a project lists its packages, as dbt has them. */
const LISTS = ['packages.yml', 'dependencies.yml'];

/**
 * The packages that stand in a project's install path, in the order of their folders. Throws one DvtError with the
 * mistakes of all of them, DVT1026 where packages are listed and not installed.
 */
export async function installedPackages(
  project: Pick<Project, 'root' | 'name' | 'packagesInstallPath'>,
  load: LoadPackage,
): Promise<readonly Project[]> {
  const folders = await packageFolders(join(project.root, project.packagesInstallPath));
  await refuseMissing(project, folders.length);
  const report = new Diagnostics();
  const packages = new Map<string, Project>();
  for (const folder of folders) {
    const packageRoot = posix.join(project.packagesInstallPath.replaceAll('\\', '/'), folder);
    const loaded = await report.try(() => load(join(project.root, packageRoot), packageRoot));
    if (loaded === undefined) continue;
    const before = loaded.name === project.name ? 'the project itself' : packages.get(loaded.name)?.packageRoot;
    if (before !== undefined) {
      const message = `The package in ${packageRoot} is named ${loaded.name}, as is ${before}.`;
      report.add({
        code: CODES.packageTwice,
        message,
        hint: 'Take one of them out of packages.yml, and run `dvt deps`.',
      });
    }
    packages.set(loaded.name, loaded);
  }
  report.throwIfAny();
  return [...packages.values()];
}

async function packageFolders(path: string): Promise<readonly string[]> {
  const names = await readdir(path).catch(() => []);
  const folders: string[] = [];
  for (const name of names.filter((one) => !/^(\.|__)/.test(one)).sort()) {
    // A local package is a link to its folder.
    const entry = await stat(join(path, name)).catch(() => null);
    if (entry?.isDirectory()) folders.push(name);
  }
  return folders;
}

async function refuseMissing(
  { root, packagesInstallPath }: Pick<Project, 'root' | 'packagesInstallPath'>,
  installed: number,
): Promise<void> {
  for (const name of LISTS) {
    const text = await readFile(join(root, name), 'utf8').catch(() => null);
    const yaml = text === null ? null : new LocatedYaml(text, name);
    const listed = yaml !== null && isMapping(yaml.value) ? yaml.value['packages'] : undefined;
    if (yaml === null || !Array.isArray(listed) || listed.length <= installed) continue;
    const message = `${name} lists ${listed.length} packages, and ${installed} are installed in ${packagesInstallPath}.`;
    const hint = 'Run `dvt deps` to install them.';
    throw new DvtError(yaml.diagnostic({ code: CODES.packagesMissing, message, hint }, ['packages'], 'key'));
  }
}
