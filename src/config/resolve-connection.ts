import { DvtError } from '../core/errors.js';
import type { LocatedYaml } from '../core/located-yaml.js';
import { CODES } from './codes.js';
import type { ProfileEntries } from './profile-entries.js';
import { suggestion } from './validate.js';

interface Context {
  readonly ownProfile: string | null;
  readonly target: string | null;
  readonly yaml: LocatedYaml;
}

/**
 * The connection that a name means: itself, or the default target of a profile; for the project's own profile the
 * output that `--target` names. Throws DVT1011 and DVT1012 with the nearest known name.
 */
export function resolveConnection(name: string, entries: ProfileEntries, context: Context): string {
  const ownTarget = name === context.ownProfile ? context.target : null;
  const profile = entries.profiles.get(name);
  if (profile) {
    const chosen = ownTarget ?? profile.defaultTarget;
    if (typeof chosen !== 'string') throw new DvtError(chosen.failed);
    if (profile.outputs.includes(chosen)) return `${name}.${chosen}`;
    const message =
      ownTarget === null
        ? `The default target \`${chosen}\` of profile \`${name}\` is none of its outputs.`
        : `Profile \`${name}\` has no output \`${chosen}\`.`;
    const hint = suggestion(chosen, profile.outputs);
    throw new DvtError(context.yaml.diagnostic({ code: CODES.unknownTarget, message, hint }, [name, 'target'], 'key'));
  }
  if (entries.connections.has(name)) return ownTarget === null ? name : otherOutput(name, ownTarget, entries, context);
  const malformed = entries.malformed.get(name);
  if (malformed) throw new DvtError(malformed);
  throw new DvtError(unknown(name, entries, context));
}

/** `--target` where `profile:` of the project names one connection: another output of its profile, if it has one. */
function otherOutput(name: string, target: string, entries: ProfileEntries, context: Context): string {
  const own = [...entries.profiles].find(([profile]) => name.startsWith(`${profile}.`));
  if (own) return resolveConnection(own[0], entries, { ...context, ownProfile: own[0] });
  if (target === name) return name;
  throw new DvtError(
    context.yaml.diagnostic(
      {
        code: CODES.unknownTarget,
        message: `\`${name}\` is a single connection; it has no output \`${target}\` for --target to choose.`,
        hint: 'Write it with `target:` and `outputs:`, as dbt does, or leave --target away.',
      },
      [name],
      'key',
    ),
  );
}

function unknown(name: string, entries: ProfileEntries, { yaml, ownProfile }: Context) {
  const dot = name.indexOf('.');
  const profile = dot > 0 ? entries.profiles.get(name.slice(0, dot)) : undefined;
  if (profile) {
    const output = name.slice(dot + 1);
    const message = `Profile \`${name.slice(0, dot)}\` has no output \`${output}\`.`;
    return yaml.diagnostic(
      { code: CODES.unknownTarget, message, hint: suggestion(output, profile.outputs) },
      profile.keys,
      'key',
    );
  }
  const known = [...entries.profiles.keys(), ...entries.connections.keys()];
  const whose = name === ownProfile ? ", which is the project's profile" : '';
  const message = `There is no connection \`${name}\` in ${yaml.path}${whose}.`;
  return {
    code: CODES.unknownProfile,
    message,
    hint: suggestion(name, known) ?? 'The file is empty: add the connection to it.',
  };
}
