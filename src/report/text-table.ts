import Table from 'cli-table3';
import { displayWidth, wrapped } from './display-width.js';
import type { Style } from './style.js';

/** A table with thin lines, as database shells print it. With `columns` the widest texts are wrapped to fit. */
export function textTable(
  head: readonly string[],
  rows: readonly (readonly string[])[],
  options: { readonly style: Style; readonly columns: number | null; readonly numeric?: readonly boolean[] },
): string {
  const { style, columns, numeric } = options;
  const fits = columns === null ? null : widths(head, rows, columns);
  // The library would break words anywhere, and take the codes of the style for characters.
  const cell = (text: string, i: number) => (fits === null ? text : wrapped(text, fits[i]! - PADDING).join('\n'));
  const table = new Table({
    head: head.map((title, i) => cell(title, i).split('\n').map(style.bold).join('\n')),
    chars: LINES,
    style: { head: [], border: [], 'padding-left': 1, 'padding-right': 1 },
    colAligns: head.map((_, i) => (numeric?.[i] ? 'right' : 'left')),
  });
  for (const row of rows) table.push(row.map(cell));
  return table
    .toString()
    .split('\n')
    .map((line) => line.trimEnd())
    .join('\n');
}

const LINES = {
  top: '',
  'top-mid': '',
  'top-left': '',
  'top-right': '',
  bottom: '',
  'bottom-mid': '',
  'bottom-left': '',
  'bottom-right': '',
  left: '',
  'left-mid': '',
  mid: '',
  'mid-mid': '',
  right: '',
  'right-mid': '',
  middle: '|',
};

const PADDING = 2;
const NARROWEST = 6;

/** Every column as wide as its texts, the widest ones cut until the table fits. */
function widths(head: readonly string[], rows: readonly (readonly string[])[], columns: number): number[] {
  const result = head.map((title, i) => {
    const texts = rows.flatMap((row) => (row[i] ?? '').split('\n').map(displayWidth));
    return PADDING + Math.min(columns, Math.max(displayWidth(title), ...texts));
  });
  const total = () => result.reduce((sum, width) => sum + width + 1, -1);
  while (total() > columns) {
    const widest = result.indexOf(Math.max(...result));
    if (result[widest]! <= NARROWEST) break;
    result[widest]!--;
  }
  return result;
}
