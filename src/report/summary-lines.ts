import type { NodeResult } from '../spi/run-result.js';
import { diagnosticLines } from './diagnostic-text.js';
import type { Style } from './style.js';
import { bytesText, countOf } from './units.js';

/** The end of a run: what was made in which time, all errors together, the totals on the last line. */
export function summaryLines(
  results: readonly NodeResult[],
  milliseconds: number,
  warnings: number,
  style: Style,
): readonly string[] {
  const errors = results.filter(({ status }) => status === 'error');
  const cancelled = results.filter(({ status }) => status === 'cancelled');
  const lines = ['', `Finished running ${kinds(results)} in ${elapsed(milliseconds)}.`];
  const fetched = fetchedLine(results);
  if (fetched !== null) lines.push(fetched);
  lines.push('', verdict(errors.length, cancelled.length, warnings, style));
  for (const result of errors) {
    lines.push('', style.red(`Failure in model ${result.node.name} (${result.node.path})`));
    for (const diagnostic of result.diagnostics) {
      lines.push(...diagnosticLines(diagnostic, style).map((line) => `  ${line}`));
    }
  }
  return [...lines, '', totals(results)];
}

/** `Done. PASS=2 WARN=0 ERROR=1 SKIP=1 TOTAL=4` */
function totals(results: readonly NodeResult[]): string {
  const count = (status: NodeResult['status']) => results.filter((result) => result.status === status).length;
  const cancelled = count('cancelled') > 0 ? ` CANCELLED=${count('cancelled')}` : '';
  return `Done. PASS=${count('success')} WARN=0 ERROR=${count('error')} SKIP=${count('skipped')}${cancelled} TOTAL=${results.length}`;
}

function verdict(errors: number, cancelled: number, warnings: number, style: Style): string {
  const warned = warnings > 0 ? ` and ${countOf(warnings, 'warning')}` : '';
  if (errors > 0) return style.red(`Completed with ${countOf(errors, 'error')}${warned}:`);
  if (cancelled > 0) return style.yellow(`Cancelled: ${countOf(cancelled, 'model')} did not finish${warned}.`);
  return warnings > 0
    ? style.yellow(`Completed with ${countOf(warnings, 'warning')}.`)
    : style.green('Completed successfully');
}

function kinds(results: readonly NodeResult[]): string {
  const counts = new Map<string, number>();
  for (const { node } of results) {
    counts.set(node.config.materialized, (counts.get(node.config.materialized) ?? 0) + 1);
  }
  return [...counts].map(([kind, count]) => countOf(count, `${kind} model`)).join(', ') || 'nothing';
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
