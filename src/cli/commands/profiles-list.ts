import { DvtError } from '../../core/errors.js';
import { textTable } from '../../report/text-table.js';
import type { ProfilesFile } from '../../spi/project.js';
import type { ExitCode } from '../exit-code.js';
import { findProjectIfAny } from '../find-project.js';
import type { Invocation } from '../invocation.js';
import { openProfiles } from '../open-profiles.js';

/** `dvt profiles list`: the names of all connections and their adapters; the project's own is marked. */
export async function profilesListCommand(invocation: Invocation): Promise<ExitCode> {
  const { console, options } = invocation;
  const { profiles, ownProfile } = await openProfiles(invocation, await findProjectIfAny(invocation));
  const own = ownProfile === null ? null : resolved(profiles, ownProfile);
  const connections = await Promise.all(
    profiles.names.map(async (name) => ({ name, adapter: await adapterOf(profiles, name), target: name === own })),
  );
  if (options.output === 'json') {
    console.printJson({ path: profiles.path, connections }, { indent: 2 });
    return 0;
  }
  console.print(console.style.dim(profiles.path));
  const rows = connections.map(({ name, adapter, target }) => [
    name,
    adapter ?? '?',
    target ? "the project's target" : '',
  ]);
  console.print(textTable(['connection', 'adapter', ''], rows, { style: console.style, columns: null }));
  return 0;
}

function resolved(profiles: ProfilesFile, name: string): string | null {
  try {
    return profiles.resolve(name);
  } catch (error) {
    if (error instanceof DvtError) return null;
    throw error;
  }
}

/** A list must not fail for one entry: what is wrong with it is told by `profiles test`. */
async function adapterOf(profiles: ProfilesFile, name: string): Promise<string | null> {
  return profiles.adapterType(name).catch((error: unknown) => {
    if (error instanceof DvtError) return null;
    throw error;
  });
}
