import type { TestColumn, TestTable } from '../../predicates/column.js';
import { quoteName } from '../../predicates/predicate.js';

/** A column of something behind FROM. */
export type Column = Pick<TestColumn, 'name' | 'duckdb' | 'family'>;

/** A table, a query or a common table behind FROM. */
export interface Item {
  /** with its alias */
  readonly sql: string;
  readonly alias: string;
  readonly columns: readonly Column[];
  /** the table whose columns it shows under their own names, with their own values */
  readonly table: TestTable | null;
}

/** The key of every table. */
export const KEY: Column = { name: 'k', duckdb: 'INTEGER', family: 'integer' };

export function column(alias: string, { name }: Column): string {
  return `${alias}.${quoteName(name)}`;
}

/** Expressions as the columns c0, c1 ... */
export function listed(expressions: readonly string[]): string {
  return expressions.map((one, index) => `${one} as c${index}`).join(', ');
}

/** Columns of few values, that rows of different tables meet in. */
const MET = [
  ...['k', 'i4', 'j4', 'i', 'j', 'i2', 'i1', 'b1', 'u0', 'v', 'dec', 'bo'],
  ...['d', 'd2', 'd3', 'tx', 'txc', 'vgen', 'vnopad'],
];

export function isMet({ name }: Column): boolean {
  return MET.includes(name);
}

/** Intervals and documents that are equal may look different, so that a group of them has no one look. */
export function isGroupable({ family, duckdb }: Column): boolean {
  return family !== 'interval' && duckdb !== 'JSON';
}

/** Columns of two items that can be compared: of one type, or both integers. */
export function alike(left: Item, right: Item): (readonly [Column, Column])[] {
  return left.columns.flatMap((a) =>
    right.columns
      .filter((b) => a.duckdb === b.duckdb || (a.family === 'integer' && b.family === 'integer'))
      .map((b) => [a, b] as const),
  );
}
