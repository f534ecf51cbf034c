import { stat } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { type ProjectFile, readProjectFile } from '../config/index.js';
import { DvtError } from '../core/errors.js';
import type { Invocation } from './invocation.js';

/** The project of `--project-dir`, else of the current folder or the nearest one above it. Throws DVT1005 without one. */
export async function findProject({ options, cwd }: Pick<Invocation, 'options' | 'cwd'>): Promise<ProjectFile> {
  if (options.projectDir !== null) return readProjectFile(resolve(cwd, options.projectDir));
  for (let directory = cwd; ; directory = dirname(directory)) {
    if ((await isFile(join(directory, 'dvt_project.yml'))) || (await isFile(join(directory, 'dbt_project.yml')))) {
      return readProjectFile(directory);
    }
    if (dirname(directory) === directory) return readProjectFile(cwd);
  }
}

/** The project, or null where there is none: for commands that profiles are enough for. */
export async function findProjectIfAny(invocation: Pick<Invocation, 'options' | 'cwd'>): Promise<ProjectFile | null> {
  try {
    return await findProject(invocation);
  } catch (error) {
    if (error instanceof DvtError && error.code === 'DVT1005' && invocation.options.projectDir === null) return null;
    throw error;
  }
}

async function isFile(path: string): Promise<boolean> {
  return stat(path).then(
    (entry) => entry.isFile(),
    () => false,
  );
}
