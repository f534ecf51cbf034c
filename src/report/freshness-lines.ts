import type { FreshnessResult } from './artifacts/sources.js';
import { diagnosticLines } from './diagnostic-text.js';
import { displayWidth } from './display-width.js';
import type { Style } from './style.js';
import { countOf, secondsText } from './units.js';

/** dbt's width of a line before the status */
const DOTTED_WIDTH = 80;

const WORDS = { pass: 'PASS', warn: 'WARN', error: 'ERROR STALE', 'runtime error': 'ERROR' } as const;

/** `1 of 2 PASS freshness of shop.orders ....... [PASS in 0.02s]` */
export function freshnessLine(result: FreshnessResult, index: number, total: number, style: Style): string {
  const { source, status, startedAt, completedAt } = result;
  const word = WORDS[status];
  const color = { pass: style.green, warn: style.yellow, error: style.red, 'runtime error': style.red }[status];
  const text = `${index} of ${total} ${word} freshness of ${source.sourceName}.${source.name}`;
  const dots = '.'.repeat(Math.max(3, DOTTED_WIDTH - displayWidth(text) - 1));
  const time = secondsText(completedAt.getTime() - startedAt.getTime());
  return `${text} ${dots} [${color(word)} in ${time}]`;
}

/** The end of the command: what is stale or could not be asked, and why. */
export function freshnessSummary(
  results: readonly FreshnessResult[],
  milliseconds: number,
  style: Style,
): readonly string[] {
  const lines = ['', `Finished asking ${countOf(results.length, 'source')} in ${secondsText(milliseconds)}.`];
  for (const { source, status, diagnostics } of results) {
    if (status === 'pass') continue;
    const headline = `${status === 'warn' ? 'Warning' : 'Failure'} in source ${source.name} (${source.path})`;
    lines.push('', status === 'warn' ? style.yellow(headline) : style.red(headline));
    if (status !== 'runtime error') lines.push(`  Status: ${status}`);
    for (const diagnostic of diagnostics) {
      lines.push(...diagnosticLines(diagnostic, style).map((line) => `  ${line}`));
    }
  }
  return [...lines, 'Done.'];
}
