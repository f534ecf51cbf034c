import { dbtRequirements, isDbtRequirement, meetsDbtRequirement } from '../core/dbt-requirement.js';
import { DBT_VERSION } from '../core/dbt-version.js';
import type { Diagnostic } from '../core/errors.js';
import type { LocatedYaml } from '../core/located-yaml.js';
import { CODES } from './codes.js';

const KEY = 'require-dbt-version';

/** What is wrong with `require-dbt-version`, or null where the language of this dvt is one that it takes. */
export function versionProblem(
  required: string | readonly string[] | undefined,
  yaml: LocatedYaml,
  whose: string,
): Diagnostic | null {
  if (required === undefined) return null;
  const specifiers = dbtRequirements(required);
  const malformed = specifiers.find((text) => !isDbtRequirement(text));
  if (malformed !== undefined) {
    const message = `\`${KEY}\` holds '${malformed}', which is no version.`;
    return yaml.diagnostic({ code: CODES.invalidValue, message, hint: "For example ['>=1.6.0', '<2.0.0']." }, [KEY]);
  }
  if (specifiers.every(meetsDbtRequirement)) return null;
  const message = `${whose} requires dbt ${specifiers.join(', ')}; this dvt speaks the language of dbt ${DBT_VERSION}.`;
  const hint = 'Run with --no-version-check to try it nevertheless.';
  return yaml.diagnostic({ code: CODES.wrongDbtVersion, message, hint }, [KEY]);
}
