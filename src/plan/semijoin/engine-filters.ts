import type { ExpressionTree } from '../../spi/engine.js';
import type { Expression } from '../../spi/expression.js';
import { parseableFilter } from '../filter-text.js';
import { mentionedColumns, type StubScan } from '../plan-scans.js';
import { type ColumnLookup, toExpression } from '../predicate/expression.js';

/** What it takes to read a relation's filters. */
interface Filters {
  readonly scans: readonly StubScan[];
  /** names of the columns in federated SQL, by position */
  readonly names: readonly string[];
  readonly parsed: ReadonlyMap<string, ExpressionTree | null>;
  readonly column: ColumnLookup;
}

/**
 * Conditions in the engine's SQL that every row of a relation meets which the query needs. Only filters are used whose
 * printed text is known to mean what was printed: all of their forms are those that could be sent to a source too.
 */
export function engineFilters(request: Filters): string[] {
  const places = request.scans.map((scan) => scan.filters.filter((filter) => isFaithful(request, filter)));
  if (places.length === 0 || places.some((filters) => filters.length === 0)) return [];
  const texts = places.map((filters, index) => filters.map((filter) => named(request, request.scans[index]!, filter)));
  const [first] = texts;
  if (texts.every((one) => one.join() === first!.join())) return first!;
  return [texts.map((filters) => `(${filters.map((filter) => `(${filter})`).join(' and ')})`).join(' or ')];
}

/** How many filters the rows meet that a source was not asked for. */
export function localFilters({ scans }: Filters, pushed: number): number {
  return Math.max(0, Math.min(...scans.map((scan) => scan.filters.length)) - pushed);
}

function isFaithful({ parsed, column }: Filters, filter: string): boolean {
  const tree = parsed.get(filter) ?? null;
  const expression = tree === null ? null : toExpression(tree, column);
  return expression !== null && isKnown(expression);
}

function isKnown(expression: Expression): boolean {
  if (expression.form === 'column' || expression.form === 'literal') return true;
  return expression.form !== 'other function' && expression.operands.every(isKnown);
}

function named({ names }: Filters, scan: StubScan, filter: string): string {
  let text = parseableFilter(filter);
  for (const index of mentionedColumns({ ...scan, mentions: [filter] })) {
    text = text.replaceAll(
      new RegExp(`\\b${scan.token}_${index}\\b`, 'g'),
      () => `"${names[index]!.replaceAll('"', '""')}"`,
    );
  }
  return text;
}
