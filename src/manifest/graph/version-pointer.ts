import type { Diagnostic } from '../../core/errors.js';
import type { ParsedNode } from '../nodes/parsed-node.js';

/** The view without a version in its name that dbt-core 1.12 makes of the latest one, where a model asks for it: dvt makes none. */
export function pointerWarning({ name, traits, config, location }: ParsedNode): Diagnostic | null {
  if (traits.kind !== 'model' || traits.version === null || traits.version !== traits.latestVersion) return null;
  const asked: unknown = config.raw['latest_version_pointer'];
  const isOn =
    asked === true || (typeof asked === 'object' && asked !== null && Reflect.get(asked, 'enabled') === true);
  if (!isOn) return null;
  return {
    code: 'DVT1218',
    message: `\`latest_version_pointer\` of the model ${name} has no effect: dvt makes no views that point to the latest version.`,
    location,
    hint: `Readers use ref('${name}'), which means the latest version; for others, write a view of your own.`,
  };
}
