import { DBT_VERSION } from './dbt-version.js';

const SPECIFIER = /^(>=|<=|>|<|=|==)?\s*v?(\d+)(?:\.(\d+|\*))?(?:\.(\d+|\*))?([-.\w]*)$/;

/** The single comparisons of a `require-dbt-version`, all of which have to hold. */
export function dbtRequirements(required: string | readonly string[]): readonly string[] {
  return (typeof required === 'string' ? [required] : required)
    .flatMap((text) => text.split(','))
    .map((text) => text.trim())
    .filter((text) => text !== '');
}

/** Whether the text is a comparison with a version: `>=1.6.0`, `1.10`, `<2.0.0`. */
export function isDbtRequirement(text: string): boolean {
  return SPECIFIER.test(text);
}

/** Whether the dbt whose language this dvt speaks meets a comparison, which has to be one. */
export function meetsDbtRequirement(text: string): boolean {
  const [, operator = '=', ...parts] = SPECIFIER.exec(text)!;
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
