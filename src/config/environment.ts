import { DvtError } from '../core/errors.js';
import type { Redactor } from '../core/redact.js';
import { CODES } from './codes.js';

/** Variables of these prefixes are masked in all output and may be read in profiles and packages only, as in dbt. */
const SECRET_PREFIXES = ['DBT_ENV_SECRET_', 'DVT_ENV_SECRET_'];

export type Environment = Readonly<Record<string, string | undefined>>;

function isSecretName(name: string): boolean {
  return SECRET_PREFIXES.some((prefix) => name.startsWith(prefix));
}

/** Makes the values of all secret variables known to the redactor. */
export function registerSecretVariables(env: Environment, redactor: Redactor): void {
  for (const [name, value] of Object.entries(env)) {
    if (value && isSecretName(name)) redactor.add(value);
  }
}

/**
 * dbt's `env_var(name, default)`. Throws DVT1020 for a variable that is not set and has no default, DVT1021 for a
 * secret one where `secrets` is false.
 */
export function envVar(env: Environment, { secrets }: { readonly secrets: boolean }) {
  return (name: string, fallback?: unknown): unknown => {
    if (!secrets && isSecretName(name)) {
      throw new DvtError({
        code: CODES.secretEnvironment,
        message: `Secret env vars are allowed only in profiles.yml or packages.yml. Found '${name}' referenced elsewhere.`,
      });
    }
    const value = env[name];
    if (value !== undefined) return value;
    if (fallback !== undefined && fallback !== null) return fallback;
    throw new DvtError({
      code: CODES.missingEnvironment,
      message: `Env var required but not provided: '${name}'.`,
      hint: `Set it, or give a default: env_var('${name}', 'value').`,
    });
  };
}
