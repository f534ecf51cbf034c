import type { Project } from '../../spi/project.js';

/** `vars:` of each installed package's own project file, by the package's name. */
export function packageVars({
  packages,
}: Pick<Project, 'packages'>): ReadonlyMap<string, Readonly<Record<string, unknown>>> {
  return new Map(packages.map(({ name, vars }) => [name, vars]));
}
