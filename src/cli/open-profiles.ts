import { relative, resolve } from 'node:path';
import { adapterRegistry } from '../adapters/registry.js';
import { findProfiles, type ProjectFile, parseVars, readProfiles } from '../config/index.js';
import type { ProfilesFile } from '../spi/project.js';
import { configRenderer } from './config-templates.js';
import type { Invocation } from './invocation.js';

/** The profiles file, and which of its entries is the project's own. */
export interface OpenProfiles {
  readonly profiles: ProfilesFile;
  /** name as the project or `--profile` writes it; null outside a project */
  readonly ownProfile: string | null;
  /** `--vars` */
  readonly vars: Readonly<Record<string, unknown>>;
}

/** Reads `profiles.yml`. Throws DVT1010 where there is none. */
export async function openProfiles(invocation: Invocation, project: ProjectFile | null): Promise<OpenProfiles> {
  const { options, env, cwd, home, redactor } = invocation;
  const vars = options.vars === null ? {} : parseVars(options.vars);
  const early = configRenderer({ env, vars, secrets: false, target: null });
  const ownProfile = options.profile ?? (project ? await project.profile(early) : null);
  const path = await profilesPath(invocation, project);
  const profiles = await readProfiles({
    path,
    shownPath: shownPath(path, project?.root ?? cwd, home),
    ownProfile,
    target: options.target,
    render: configRenderer({ env, vars, secrets: true, target: null }),
    registry: adapterRegistry,
    redactor,
    warn: (diagnostic) => invocation.events.emit({ type: 'warning', diagnostic }),
  });
  return { profiles, ownProfile, vars };
}

/** Where `profiles.yml` is, absolute. Throws DVT1010 where there is none. */
export function profilesPath({ options, env, cwd, home }: Invocation, project: ProjectFile | null): Promise<string> {
  return findProfiles({
    profilesDir: options.profilesDir === null ? null : resolve(cwd, options.profilesDir),
    env,
    projectDir: project?.root ?? cwd,
    home,
  });
}

/** Short, and still a path that an editor opens from the project's root. */
function shownPath(path: string, root: string, home: string): string {
  const inProject = relative(root, path);
  if (!inProject.startsWith('..')) return inProject;
  return path.startsWith(`${home}/`) ? `~/${relative(home, path)}` : path;
}
