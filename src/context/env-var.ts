import { DvtError } from '../core/errors.js';
import { nearest } from '../core/nearest.js';
import { hostFunction, type NativeFunction } from '../jinja/index.js';

/** Variables whose names begin so may be used in profiles alone: what a model prints is stored and logged. */
const SECRET = /^(DBT|DVT)_ENV_SECRET/;

/** `env_var(name, default)` of models, macros and properties files. */
export function envVarFunction(env: Readonly<Record<string, string | undefined>>): NativeFunction {
  return hostFunction('env_var', ['var', 'default?'], ([given, fallback]) => {
    const name = String(given);
    if (SECRET.test(name)) {
      const message = `env_var('${name}') is a secret; secrets can be used in profiles.yml only.`;
      throw new DvtError({ code: 'DVT2108', message });
    }
    const value = Object.hasOwn(env, name) ? env[name] : undefined;
    if (value !== undefined) return value;
    if (fallback !== undefined) return fallback === null ? null : String(fallback);
    const near = nearest(name, Object.keys(env));
    const hint = near === null ? `Set it, or give a default: env_var('${name}', '...').` : `Did you mean '${near}'?`;
    throw new DvtError({ code: 'DVT2108', message: `The environment variable '${name}' is not set.`, hint });
  });
}
