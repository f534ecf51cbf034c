import type { ResultValue } from '../../spi/result-table.js';

type Row = readonly ResultValue[];

/** How a line of a difference begins. */
const MARKS = { same: '', changed: '→', missing: '---', extra: '+++' } as const;

interface Line {
  readonly mark: keyof typeof MARKS;
  readonly cells: readonly string[];
}

/**
 * How the rows that a model gave differ from those that were expected, whatever their order; null: they do not. A changed
 * cell is `expected→actual`, as dbt prints it.
 */
export function rowDifference(
  columns: readonly string[],
  expected: readonly Row[],
  actual: readonly Row[],
  loosely: boolean,
): string | null {
  const equal = (a: ResultValue, b: ResultValue): boolean => sameValue(a, b, loosely);
  const left = [...actual];
  const take = (index: number): Row => left.splice(index, 1)[0]!;
  const exact = expected.map((row) => {
    const at = left.findIndex((other) => row.every((value, column) => equal(value, other[column] ?? null)));
    return at < 0 ? null : take(at);
  });
  if (left.length === 0 && exact.every((row) => row !== null)) return null;
  const lines: Line[] = expected.map((row, index) => {
    if (exact[index] !== null) return { mark: 'same', cells: row.map(shown) };
    const at = nearestRow(row, left, equal);
    if (at < 0) return { mark: 'missing', cells: row.map(shown) };
    const other = take(at);
    const cells = row.map((value, column) => {
      const found = other[column] ?? null;
      return equal(value, found) ? shown(value) : `${shown(value)}→${shown(found)}`;
    });
    return { mark: 'changed', cells };
  });
  lines.push(...left.map((row): Line => ({ mark: 'extra', cells: row.map(shown) })));
  return `actual differs from expected:\n\n${table(columns, lines)}`;
}

/** The row with the most equal values; -1 where no row has one. */
function nearestRow(row: Row, candidates: readonly Row[], equal: (a: ResultValue, b: ResultValue) => boolean): number {
  let best = -1;
  let most = 0;
  for (const [index, candidate] of candidates.entries()) {
    const matches = row.filter((value, column) => equal(value, candidate[column] ?? null)).length;
    if (matches > most) [best, most] = [index, matches];
  }
  return best;
}

/** Loosely: a number equals the text of it, for databases that type what was written by themselves. */
function sameValue(a: ResultValue, b: ResultValue, loosely: boolean): boolean {
  if (a === null || b === null) return a === b;
  if (String(a) === String(b)) return true;
  if (!loosely) return false;
  const [left, right] = [a, b].map((value) => (typeof value === 'boolean' ? Number(value) : value));
  return String(left).trim() !== '' && Number(left) === Number(right);
}

function shown(value: ResultValue): string {
  return value === null ? 'NULL' : String(value);
}

function table(columns: readonly string[], lines: readonly Line[]): string {
  const rows = [['@@', ...columns], ...lines.map(({ mark, cells }) => [MARKS[mark], ...cells])];
  const widths = rows[0]!.map((_, column) => Math.max(...rows.map((row) => row[column]!.length)));
  const padded = (row: readonly string[]): string =>
    row.map((cell, column) => (column === row.length - 1 ? cell : cell.padEnd(widths[column]!))).join(',');
  return rows.map(padded).join('\n');
}
