import { DBT_VERSION } from '../core/dbt-version.js';
import type { Diagnostic } from '../core/errors.js';
import type { LocatedYaml } from '../core/located-yaml.js';
import { CODES } from './codes.js';

const SPECIFIER = /^(>=|<=|>|<|=|==)?\s*v?(\d+)(?:\.(\d+|\*))?(?:\.(\d+|\*))?([-.\w]*)$/;
const KEY = 'require-dbt-version';

/** What is wrong with `require-dbt-version`, or null where the language of this dvt is one that it takes. */
export function versionProblem(
  required: string | readonly string[] | undefined,
  yaml: LocatedYaml,
  whose: string,
): Diagnostic | null {
  if (required === undefined) return null;
  const specifiers = (typeof required === 'string' ? [required] : required)
    .flatMap((text) => text.split(','))
    .map((text) => text.trim())
    .filter((text) => text !== '');
  const malformed = specifiers.find((text) => !SPECIFIER.test(text));
  if (malformed !== undefined) {
    const message = `\`${KEY}\` holds '${malformed}', which is no version.`;
    return yaml.diagnostic({ code: CODES.invalidValue, message, hint: "For example ['>=1.6.0', '<2.0.0']." }, [KEY]);
  }
  if (specifiers.every(fits)) return null;
  const message = `${whose} requires dbt ${specifiers.join(', ')}; this dvt speaks the language of dbt ${DBT_VERSION}.`;
  const hint = 'Run with --no-version-check to try it nevertheless.';
  return yaml.diagnostic({ code: CODES.wrongDbtVersion, message, hint }, [KEY]);
}

function fits(specifier: string): boolean {
  const [, operator = '=', ...parts] = SPECIFIER.exec(specifier)!;
  const wanted = parts.slice(0, 3).filter((part) => part !== undefined && part !== '*');
  const own = DBT_VERSION.split('.').slice(0, operator === '=' || operator === '==' ? wanted.length : 3);
  const order = compare(own.map(Number), wanted.map(Number));
  if (operator === '>=') return order >= 0;
  if (operator === '<=') return order <= 0;
  if (operator === '>') return order > 0;
  return operator === '<' ? order < 0 : order === 0;
}

function compare(a: readonly number[], b: readonly number[]): number {
  for (let i = 0; i < Math.max(a.length, b.length); i++) {
    const difference = (a[i] ?? 0) - (b[i] ?? 0);
    if (difference !== 0) return difference;
  }
  return 0;
}
