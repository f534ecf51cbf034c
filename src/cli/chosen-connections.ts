import { DvtError } from '../core/errors.js';
import type { Invocation } from './invocation.js';
import type { OpenProfiles } from './open-profiles.js';

/** The connections that `profiles show` and `profiles test` are about: those named, all, or the project's own. */
export function chosenConnections(
  { profiles, ownProfile }: OpenProfiles,
  { names, options }: Invocation,
): readonly string[] {
  if (options.all) return profiles.names;
  if (names.length > 0) return [...new Set(names.map((name) => profiles.resolve(name)))];
  if (ownProfile !== null) return [profiles.resolve(ownProfile)];
  throw new DvtError({
    code: 'DVT1041',
    message: 'Which connection? There is no project here that would name one.',
    hint: `Name it (${profiles.names.slice(0, 5).join(', ')}), or take --all.`,
  });
}
