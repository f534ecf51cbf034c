import { stat } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { DvtError } from '../core/errors.js';
import { CODES } from './codes.js';

/** Where `profiles.yml` may lie; what is null or empty is not searched. */
export interface ProfilesSearch {
  /** `--profiles-dir` */
  readonly profilesDir: string | null;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly projectDir: string;
  readonly home: string;
}

interface Place {
  readonly directory: string;
  readonly why: string;
  /** named by the user: a file must be there */
  readonly named: boolean;
}

/**
 * The profiles file of a project: the first place of the search order that has one; files are never merged. Throws
 * DVT1010 with the places where it looked.
 */
export async function findProfiles(search: ProfilesSearch): Promise<string> {
  const looked: string[] = [];
  for (const place of places(search)) {
    const path = join(place.directory, 'profiles.yml');
    if (await isFile(path)) return path;
    looked.push(`  ${path} (${place.why})`);
    if (place.named) break;
  }
  throw new DvtError({
    code: CODES.noProfiles,
    message: `No profiles.yml was found. Looked at:\n${looked.join('\n')}`,
    hint: 'Write one in the project or in ~/.dvt, name its folder by --profiles-dir, or let `dvt init` make a project with one.',
  });
}

function places({ profilesDir, env, projectDir, home }: ProfilesSearch): Place[] {
  const found: Place[] = [];
  const add = (directory: string | null | undefined, why: string, named = false) => {
    if (directory) found.push({ directory: resolve(directory.replace(/^~(?=$|\/)/, home)), why, named });
  };
  add(profilesDir, '--profiles-dir', true);
  add(env['DVT_PROFILES_DIR'], 'DVT_PROFILES_DIR', true);
  add(env['DBT_ENGINE_PROFILES_DIR'], 'DBT_ENGINE_PROFILES_DIR', true);
  add(env['DBT_PROFILES_DIR'], 'DBT_PROFILES_DIR', true);
  add(projectDir, 'the project');
  add(join(home, '.dvt'), 'dvt');
  add(join(home, '.dbt'), 'dbt');
  return found;
}

async function isFile(path: string): Promise<boolean> {
  return stat(path).then(
    (entry) => entry.isFile(),
    () => false,
  );
}
