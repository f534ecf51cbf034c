import { resolve } from 'node:path';
import { parseVars } from '../../config/index.js';
import { addPackage, type InstalledPackage, installPackages } from '../../packages/index.js';
import { configRenderer } from '../config-templates.js';
import type { ExitCode } from '../exit-code.js';
import type { Invocation } from '../invocation.js';
import { openProject } from '../open-project.js';

const HUB = 'https://hub.getdbt.com';

/** `dvt deps`: installs the packages that the project lists, and those that they need. */
export async function depsCommand(invocation: Invocation): Promise<ExitCode> {
  const { options, env, events, signal } = invocation;
  const notice = (message: string): void => events.emit({ type: 'notice', message });
  const warn = (message: string, hint: string): void =>
    events.emit({ type: 'warning', diagnostic: { code: 'DVT1077', message, hint } });
  const project = await openProject(invocation);
  if (options.addPackage !== null) {
    const file = await addPackage(project.root, options.addPackage, options.packageSource ?? 'hub');
    notice(`Added ${options.addPackage} to ${file}`);
  }
  const vars = options.vars === null ? {} : parseVars(options.vars);
  const render = configRenderer({ env, vars, secrets: true, target: null });
  const { packages, lockWritten } = await installPackages({
    root: project.root,
    installPath: resolve(project.root, project.packagesInstallPath),
    hub: env['DVT_PACKAGE_HUB_URL'] ?? env['DBT_ENGINE_PACKAGE_HUB_URL'] ?? env['DBT_PACKAGE_HUB_URL'] ?? HUB,
    upgrade: options.upgrade,
    lockOnly: options.lock,
    versionCheck: options.versionCheck,
    render,
    warn: (diagnostic) => events.emit({ type: 'warning', diagnostic }),
    signal,
  });
  if (packages === null) {
    warn('The project lists no packages.', 'List them in packages.yml: packages: - package: dbt-labs/dbt_utils');
    return 0;
  }
  if (lockWritten) notice('Wrote package-lock.yml');
  if (!options.lock) for (const one of packages) notice(`Installed ${one.name} (${one.version})${newer(one)}`);
  for (const { name } of packages.filter((one) => one.unpinned)) {
    warn(
      `The git package ${name} is not pinned to a revision.`,
      'Give it a `revision:` that does not move, or `warn-unpinned: false`.',
    );
  }
  for (const { name, movedTo } of packages) {
    if (movedTo !== null) warn(`The package ${name} goes on as ${movedTo}.`, 'Write its new name in packages.yml.');
  }
  return 0;
}

function newer(one: InstalledPackage): string {
  return one.newer === null ? '' : `; ${one.newer} is there`;
}
