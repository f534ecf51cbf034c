import { DvtError } from '../core/errors.js';
import { nearest } from '../core/nearest.js';
import { HostObject, hostFunction } from '../jinja/index.js';
import type { Vars } from './vars.js';

/**
 * `var(name, default)` and `var.has_var(name)`. While parsing a missing variable is none, as in dbt: a model that nobody
 * runs may need one that nobody set.
 */
export function varFunction(vars: Vars, missing: 'none' | 'error'): HostObject {
  const read = hostFunction('var', ['name', 'default?'], ([given, fallback]) => {
    const name = String(given);
    if (vars.has(name)) return vars.get(name) ?? null;
    if (fallback !== undefined) return fallback;
    if (missing === 'none') return null;
    const near = nearest(name, vars.names());
    const hint =
      near === null
        ? `Set it under \`vars:\` in the project file, or with --vars '${name}: ...', or give a default.`
        : `Did you mean '${near}'?`;
    throw new DvtError({ code: 'DVT2107', message: `The variable '${name}' is not set.`, hint });
  });
  return new HostObject({
    typeName: 'var',
    call: read,
    attributes: { has_var: hostFunction('has_var', ['name'], ([name]) => vars.has(String(name))) },
  });
}
