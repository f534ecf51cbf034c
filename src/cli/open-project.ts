import { resolve } from 'node:path';
import { parseVars } from '../config/index.js';
import { DvtError } from '../core/errors.js';
import type { Project } from '../spi/project.js';
import { configRenderer } from './config-templates.js';
import { findProject } from './find-project.js';
import type { Invocation } from './invocation.js';

/** The project without its profiles, for commands that need no connection; `target` stays unknown to its templates. */
export async function openProject(invocation: Invocation): Promise<Project> {
  const { options, env, cwd } = invocation;
  const file = await findProject(invocation);
  const vars = options.vars === null ? {} : parseVars(options.vars);
  const target = async () => {
    throw new DvtError({ code: 'DVT1024', message: 'This command reads no profiles, so `target` is not known.' });
  };
  return file.load(configRenderer({ env, vars, secrets: false, target }), {
    ...(options.targetPath !== null && { targetPath: resolve(cwd, options.targetPath) }),
  });
}
