import { join } from 'node:path';
import { DvtError } from '../core/errors.js';
import { LocatedYaml } from '../core/located-yaml.js';
import { readIfAny } from './packages-file.js';

/** The name that a package's project file gives it. Throws DVT1075 where the folder holds no project. */
export async function projectName(folder: string, shown: string): Promise<string> {
  for (const file of ['dbt_project.yml', 'dvt_project.yml']) {
    const text = await readIfAny(join(folder, file));
    if (text === null) continue;
    const name = (new LocatedYaml(text, `${shown}/${file}`).value as { readonly name?: unknown } | null)?.name;
    // A folder of this name is made below the packages' own.
    if (typeof name === 'string' && /^[A-Za-z_]\w*$/.test(name)) return name;
    throw new DvtError({ code: 'DVT1075', message: `${file} of the package ${shown} has no usable \`name:\`.` });
  }
  const hint = 'A package is a project; a git repository may hold it in a `subdirectory:`.';
  throw new DvtError({ code: 'DVT1075', message: `The package ${shown} has no dbt_project.yml.`, hint });
}
