import { MYSQL_BOUNDARIES, POSTGRES_BOUNDARIES, SQLITE_BOUNDARIES } from '../../predicates/boundaries.js';
import type { TestTable } from '../predicates/column.js';
import type { Dice } from './dice.js';

const CONNECTIONS = [
  { connection: 'pg', schema: 'public', columns: POSTGRES_BOUNDARIES },
  { connection: 'my', schema: 'main', columns: MYSQL_BOUNDARIES },
  { connection: 'lite', schema: 'main', columns: SQLITE_BOUNDARIES },
];
const NAMES = ['whole', 'few', 'scarce'];

/** The tables of all models: those of a connection are alike in their columns and not in their rows. */
export const TABLES: readonly TestTable[] = CONNECTIONS.flatMap((one) => NAMES.map((name) => ({ ...one, name })));

const MIXED_ROWS = 50;
const FEW_ROWS = 30;
const NULL_SHARE = 0.1;

/**
 * Rows without their keys; null = NULL. The table `whole` has every value of every column, the others
 * have few rows, some of them twice.
 */
export function rowsOf({ name, columns }: TestTable, dice: Dice): (string | null)[][] {
  const mixed = () => columns.map(({ values }) => (dice.chance(NULL_SHARE) ? null : dice.pick(values)));
  const nothing = columns.map(() => null);
  if (name !== 'whole') {
    const few = Array.from({ length: FEW_ROWS }, mixed);
    return [nothing, ...few, ...few.slice(0, 5)];
  }
  const longest = Math.max(...columns.map(({ values }) => values.length));
  const every = Array.from({ length: longest }, (_, row) => columns.map(({ values }) => values[row % values.length]!));
  return [nothing, ...every, ...Array.from({ length: MIXED_ROWS }, mixed)];
}
