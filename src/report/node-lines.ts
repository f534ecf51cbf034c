import type { ManifestNode } from '../spi/node.js';
import type { ExtractionResult, NodeResult } from '../spi/run-result.js';
import { displayWidth } from './display-width.js';
import { kindText } from './node-kinds.js';
import type { Style } from './style.js';
import { summedExtractions, timesText } from './summed-extractions.js';
import { bytesText, countOf, countText, secondsText } from './units.js';

/** dbt's width of a line before the status, where `--printer-width` says nothing */
export const PRINTER_WIDTH = 80;

/** How lines are drawn. */
export interface Layout {
  readonly style: Style;
  /** columns there are; null = as many as a line takes */
  readonly columns: number | null;
  /** columns that a line is filled up to before its status */
  readonly width: number;
}

/** `1 of 4 START sql view model shop.stg_sales ....... [RUN]` */
export function startLine(node: ManifestNode, index: number, total: number, layout: Layout): string {
  return dotted(`${index} of ${total} START ${described(node)}`, '[RUN]', layout);
}

/** The line of a node's end, and below it what it fetched. */
export function finishLines(result: NodeResult, index: number, total: number, layout: Layout): readonly string[] {
  const { node } = result;
  const { style } = layout;
  const place = `${index} of ${total}`;
  const time = durationText(result);
  switch (result.status) {
    case 'success': {
      const line = dotted(
        `${place} OK ${VERBS[node.kind].done}${finished(node)}`,
        `[${style.green(result.message ?? 'OK')}${time}]`,
        layout,
      );
      return [line, ...detailLines(result).map((text) => style.dim(text))];
    }
    case 'pass':
    case 'warn':
    case 'fail': {
      const word = result.status === 'pass' ? 'PASS' : `${result.status.toUpperCase()} ${result.failures ?? 0}`;
      const color = { pass: style.green, warn: style.yellow, fail: style.red }[result.status];
      return [dotted(`${place} ${word} ${shownName(node)}`, `[${color(word)}${time}]`, layout)];
    }
    case 'error': {
      const what = node.kind === 'test' ? shownName(node) : `${VERBS[node.kind].failed}${finished(node)}`;
      const word = isPartial(result) ? partialText(result) : 'ERROR';
      return [dotted(`${place} ${word.split(' (')[0]} ${what}`, `[${style.red(word)}${time}]`, layout)];
    }
    case 'cancelled':
      return [dotted(`${place} CANCELLED ${described(node)}`, `[${style.yellow('CANCELLED')}${time}]`, layout)];
    case 'skipped':
      return [dotted(`${place} SKIP ${skippedText(node)}`, `[${style.yellow('SKIP')}]`, layout)];
  }
}

/** `analytics.orders`, the schema and name that it is published under */
export function relationText(node: ManifestNode): string {
  if (!node.relation) return node.name;
  return [node.relation.schema, node.relation.identifier].filter((level) => level !== null).join('.');
}

/** Time that the node took; null when it never started. */
export function duration(result: NodeResult): number | null {
  if (!result.startedAt || !result.completedAt) return null;
  return result.completedAt.getTime() - result.startedAt.getTime();
}

/** A microbatch model of which some batches are there and others failed. */
export function isPartial({ batches }: NodeResult): boolean {
  return batches !== undefined && batches.successful.length > 0 && batches.failed.length > 0;
}

function partialText({ batches }: NodeResult): string {
  const [done, failed] = [batches!.successful.length, batches!.failed.length];
  return `PARTIAL SUCCESS (${done}/${done + failed})`;
}

/** dbt's words for what is done to each kind of node */
const VERBS: Readonly<Record<ManifestNode['kind'], { readonly done: string; readonly failed: string }>> = {
  model: { done: 'created ', failed: 'creating ' },
  seed: { done: 'loaded ', failed: 'loading ' },
  snapshot: { done: 'snapshotted ', failed: 'snapshotting ' },
  operation: { done: '', failed: '' },
  test: { done: '', failed: '' },
  analysis: { done: '', failed: '' },
};

function described(node: ManifestNode): string {
  switch (node.kind) {
    case 'seed':
      return `seed file ${relationText(node)}`;
    case 'snapshot':
      return `snapshot ${relationText(node)}`;
    case 'test':
      return `${kindText(node)} ${shownName(node)}`;
    case 'operation':
      return `hook: ${node.packageName}.${node.moment}.${node.index}`;
    default:
      return `sql ${node.config.materialized} model ${relationText(node)}`;
  }
}

/** as in the line of its end: a snapshot's verb says already what it is */
function finished(node: ManifestNode): string {
  return node.kind === 'snapshot' ? relationText(node) : described(node);
}

/** A unit test is told with its model: `orders::counts_only_paid`. */
function shownName(node: ManifestNode): string {
  return kindText(node) === 'unit_test' ? node.fqn.slice(-2).join('::') : node.name;
}

function skippedText(node: ManifestNode): string {
  return node.kind === 'test' ? `${kindText(node)} ${node.name}` : `relation ${relationText(node)}`;
}

function durationText(result: NodeResult): string {
  const milliseconds = duration(result);
  return milliseconds === null ? '' : ` in ${secondsText(milliseconds)}`;
}

/** What dbt has no word for: where the rows came from, and what was computed where. */
function detailLines({ node, rows, bytesLoaded, extractions }: NodeResult): string[] {
  if (node.route.kind === 'in place' || node.kind === 'seed' || node.kind === 'operation') return [];
  const written = [rows === null ? null : countOf(rows, 'row'), bytesLoaded ? bytesText(bytesLoaded) : null];
  const wrote = written.filter((part) => part !== null).join(', ');
  const head = `     computed in ${node.route.engine ?? 'the engine'} (${node.route.reason})`;
  return [wrote === '' ? head : `${head}, wrote ${wrote} to ${node.connection}`, ...extractionLines(extractions)];
}

function extractionLines(extractions: readonly ExtractionResult[]): string[] {
  const cells = summedExtractions(extractions).map((one) => [
    `${extractionName(one)}${timesText(one)}`,
    `${countText(one.rows)} ${one.rows === 1 ? 'row ' : 'rows'}`,
    bytesText(one.bytes),
    secondsText(one.milliseconds),
  ]);
  const widths = [0, 1, 2, 3].map((column) => Math.max(0, ...cells.map((row) => displayWidth(row[column]!))));
  return cells.map((row) => {
    const [name = '', ...figures] = row.map((cell, column) => {
      const space = ' '.repeat(widths[column]! - displayWidth(cell));
      return column === 0 ? `${cell}${space}` : `${space}${cell}`;
    });
    return `       fetched ${[name, ...figures].join('  ')}`;
  });
}

/** Federated names begin with the connection already. */
export function extractionName({ connection, relation }: Pick<ExtractionResult, 'connection' | 'relation'>): string {
  return relation.startsWith(`${connection}.`) ? relation : `${connection}: ${relation}`;
}

function dotted(text: string, status: string, { columns, width }: Layout): string {
  const room = columns === null ? width : Math.min(width, columns - displayWidth(status) - 1);
  const dots = Math.max(0, room - displayWidth(text) - 1);
  return dots === 0 ? `${text} ${status}` : `${text} ${'.'.repeat(dots)} ${status}`;
}
