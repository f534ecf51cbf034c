import type { NodeResult } from '../spi/run-result.js';
import { diagnosticLines } from './diagnostic-text.js';
import { kindCounts, kindText } from './node-kinds.js';
import type { Style } from './style.js';
import { bytesText, countOf } from './units.js';

/** The end of a run: what was made in which time, all errors together, the totals on the last line. */
export function summaryLines(
  results: readonly NodeResult[],
  milliseconds: number,
  warnings: number,
  style: Style,
): readonly string[] {
  const errors = results.filter(({ status }) => status === 'error' || status === 'fail');
  const warned = results.filter(({ status }) => status === 'warn');
  const cancelled = results.filter(({ status }) => status === 'cancelled');
  const lines = ['', `Finished running ${kindCounts(results.map(({ node }) => node))} in ${elapsed(milliseconds)}.`];
  const fetched = fetchedLine(results);
  if (fetched !== null) lines.push(fetched);
  lines.push('', verdict(errors.length, cancelled.length, warnings + warned.length, style));
  for (const result of [...errors, ...warned]) lines.push('', ...resultLines(result, style));
  return [...lines, '', totals(results)];
}

/** What went wrong with one node, and where to look. */
function resultLines(result: NodeResult, style: Style): string[] {
  const { node } = result;
  const isWarning = result.status === 'warn';
  const headline = `${isWarning ? 'Warning' : 'Failure'} in ${kindText(node)} ${node.name} (${node.path})`;
  const lines = [isWarning ? style.yellow(headline) : style.red(headline)];
  if (result.status === 'error') {
    for (const diagnostic of result.diagnostics) {
      lines.push(...diagnosticLines(diagnostic, style).map((line) => `  ${line}`));
    }
    return lines;
  }
  lines.push(...(result.message ?? '').split('\n').map((line) => `  ${line}`.trimEnd()));
  if (result.compiledPath !== null) lines.push('', `  compiled code at ${result.compiledPath}`);
  if (result.failedRows !== null) {
    const query = `  select * from ${result.failedRows}`;
    const rule = `  ${'-'.repeat(query.length - 2)}`;
    lines.push('', '  See test failures:', rule, query, rule);
  }
  return lines;
}

/** `Done. PASS=2 WARN=0 ERROR=1 SKIP=1 TOTAL=4` */
function totals(results: readonly NodeResult[]): string {
  const count = (...statuses: NodeResult['status'][]) =>
    results.filter((result) => statuses.includes(result.status)).length;
  const cancelled = count('cancelled') > 0 ? ` CANCELLED=${count('cancelled')}` : '';
  return `Done. PASS=${count('success', 'pass')} WARN=${count('warn')} ERROR=${count('error', 'fail')} SKIP=${count('skipped')}${cancelled} TOTAL=${results.length}`;
}

function verdict(errors: number, cancelled: number, warnings: number, style: Style): string {
  const warned = warnings > 0 ? ` and ${countOf(warnings, 'warning')}` : '';
  if (errors > 0) return style.red(`Completed with ${countOf(errors, 'error')}${warned}:`);
  if (cancelled > 0) return style.yellow(`Cancelled: ${countOf(cancelled, 'node')} did not finish${warned}.`);
  return warnings > 0
    ? style.yellow(`Completed with ${countOf(warnings, 'warning')}.`)
    : style.green('Completed successfully');
}

function fetchedLine(results: readonly NodeResult[]): string | null {
  const extractions = results.flatMap((result) => result.extractions);
  if (extractions.length === 0) return null;
  const rows = extractions.reduce((sum, one) => sum + one.rows, 0);
  const bytes = extractions.reduce((sum, one) => sum + one.bytes, 0);
  const connections = new Set(extractions.map((one) => one.connection)).size;
  return `Fetched ${countOf(rows, 'row')} (${bytesText(bytes)}) from ${countOf(connections, 'connection')}.`;
}

/** as dbt: `0 hours 0 minutes and 0.35 seconds (0.35s)` */
function elapsed(milliseconds: number): string {
  const seconds = milliseconds / 1000;
  const hours = Math.floor(seconds / 3600);
  const minutes = Math.floor((seconds % 3600) / 60);
  const rest = (seconds % 60).toFixed(2);
  return `${hours} hours ${minutes} minutes and ${rest} seconds (${seconds.toFixed(2)}s)`;
}
