import type { PlannedScan } from '../spi/plan.js';
import type { Style } from './style.js';
import { bytesText, countOf } from './units.js';

const COLUMNS_SHOWN = 8;

/** One relation of a plan: how much of it is fetched, what the source filters, what stays in the engine and why. */
export function scanLines(scan: PlannedScan, style: Style): string[] {
  const { input } = scan;
  const name = [input.name.database, input.name.schema, input.name.identifier]
    .filter((level) => level !== null)
    .join('.');
  const head = `fetch ${style.bold(`${input.connection}: ${name}`)}`;
  if (!scan.read) return [`${head} ${style.dim('nothing: the query needs no row of it')}`];
  return [
    `${head}  ${estimateText(scan)}`,
    `  columns    ${columnsText(scan)}`,
    ...scan.pushed.map(({ sql, class: kind }) => `  ${style.green('pushed')}     ${sql} ${style.dim(`(${kind})`)}`),
    ...scan.local.map(({ filter, reason }) => `  ${style.yellow('local')}      ${filter} ${style.dim(`(${reason})`)}`),
    ...(scan.predicate === null ? [] : [`  ${style.dim('where')}      ${style.dim(scan.predicate)}`]),
  ];
}

function estimateText({ estimate, predicate }: PlannedScan): string {
  const { rows, bytes, unfilteredBytes } = estimate;
  if (rows === null && bytes === null) return 'size unknown';
  const parts = [rows === null ? null : `${predicate === null ? 'about' : 'at most'} ${countOf(rows, 'row')}`];
  if (bytes !== null) {
    parts.push(
      unfilteredBytes === null || unfilteredBytes === bytes
        ? bytesText(bytes)
        : `${bytesText(bytes)} of ${bytesText(unfilteredBytes)}`,
    );
  }
  return parts.filter((part) => part !== null).join(', ');
}

function columnsText({ columns }: PlannedScan): string {
  const fetched = columns.filter((column) => column.fetched).map(({ name }) => name);
  if (fetched.length === 0) return `0 of ${columns.length} (rows are counted only)`;
  const shown = fetched.slice(0, COLUMNS_SHOWN).join(', ');
  const more = fetched.length > COLUMNS_SHOWN ? ', ...' : '';
  return `${fetched.length} of ${columns.length}: ${shown}${more}`;
}
