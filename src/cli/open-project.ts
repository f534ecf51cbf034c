import { resolve } from 'node:path';
import { parseVars } from '../config/index.js';
import { targetObject } from '../context/index.js';
import type { Project } from '../spi/project.js';
import { configRenderer } from './config-templates.js';
import { findProject } from './find-project.js';
import type { Invocation } from './invocation.js';
import { openProfiles } from './open-profiles.js';

/** The project for commands that need no connection: profiles are read only when a template of it asks for `target`. */
export async function openProject(invocation: Invocation): Promise<Project> {
  const { options, env, cwd } = invocation;
  const file = await findProject(invocation);
  const vars = options.vars === null ? {} : parseVars(options.vars);
  const target = async () => {
    const { profiles, ownProfile } = await openProfiles(invocation, file);
    const name = profiles.resolve(ownProfile!);
    return targetObject(await profiles.connection(name), options.threads ?? (await profiles.threads(name)));
  };
  return file.load(configRenderer({ env, vars, secrets: false, target }), {
    packages: false,
    ...(options.targetPath !== null && { targetPath: resolve(cwd, options.targetPath) }),
  });
}
