import type { RefCall } from '../../spi/node.js';
import type { Project } from '../../spi/project.js';
import type { ParsedNode } from '../nodes/parsed-node.js';
import type { Reader } from './resolve-inputs.js';

interface Problem {
  readonly message: string;
  readonly hint: string;
}

/** Why a reader may not read a model (https://docs.getdbt.com/docs/mesh/govern/model-access); null where it may. */
export function accessProblem(
  reader: Reader,
  { name, traits, group, packageName }: ParsedNode,
  packages: ReadonlyMap<string, Project>,
): Problem | null {
  if (traits.kind !== 'model' || traits.access === 'public') return null;
  const foreign = reader.packageName !== packageName;
  const restricted = foreign && packages.get(packageName)?.restrictAccess === true;
  if (traits.access === 'private' && (reader.group !== group || restricted)) {
    const message = `${capitalized(reader.shown)} reads the model ${name}, which is private to the group '${group}'.`;
    return { message, hint: `Put it in that group too, or give ${name} the access \`protected\`.` };
  }
  if (traits.access === 'protected' && restricted) {
    const message = `${capitalized(reader.shown)} reads the model ${name}, which is protected: only ${packageName} may read it.`;
    return { message, hint: `Ask for \`access: public\` in ${packageName}.` };
  }
  return null;
}

/** A word on a reference to a model that has a date of its end. */
export function deprecationWarning(reader: Reader, { name, traits }: ParsedNode, call: RefCall): Problem | null {
  if (traits.kind !== 'model' || traits.deprecationDate === null) return null;
  const { version, latestVersion, deprecationDate } = traits;
  const shown = version === null ? name : `${name}.v${version}`;
  const past = Date.parse(deprecationDate) < Date.now();
  const when = past ? `is deprecated since ${deprecationDate}` : `will be deprecated on ${deprecationDate}`;
  const newest = version !== null && String(version) !== String(latestVersion);
  const hint = newest
    ? `Its latest version is ${latestVersion}: ref('${name}', v=${latestVersion}).`
    : `Read another model than ${call.name}.`;
  return { message: `${capitalized(reader.shown)} reads ${shown}, which ${when}.`, hint };
}

/** A deprecated model that is still there. */
export function deprecatedModel({ name, traits }: ParsedNode): Problem | null {
  if (traits.kind !== 'model' || traits.deprecationDate === null) return null;
  if (Date.parse(traits.deprecationDate) >= Date.now()) return null;
  const shown = traits.version === null ? name : `${name}.v${traits.version}`;
  const message = `The model ${shown} has passed its deprecation date ${traits.deprecationDate}.`;
  return { message, hint: 'Disable it or take it out.' };
}

function capitalized(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
