import { itemsOf, toPlain, type Value } from '../jinja/index.js';
import { ColumnObject } from './column-object.js';
import { dataTypeOf } from './column-type.js';

/** What a contract says and what the query gives as a table, of the columns that differ. */
export function contractMismatch(declared: Value, found: Value): string {
  const wanted = columnsOf(declared);
  const given = columnsOf(found);
  const rows: string[][] = [['column', 'contract', 'query', '']];
  for (const [key, { name, type }] of wanted) {
    const actual = given.get(key);
    if (actual === undefined) rows.push([name, type, '-', 'missing in the query']);
    else if (actual.type.toLowerCase() !== type.toLowerCase()) rows.push([name, type, actual.type, 'another type']);
  }
  for (const [key, { name, type }] of given) {
    if (!wanted.has(key)) rows.push([name, '-', type, 'missing in the contract']);
  }
  const message = 'The columns of the query are not those of the contract of this model:';
  return [message, ...tableLines(rows)].join('\n');
}

interface Described {
  readonly name: string;
  readonly type: string;
}

function columnsOf(columns: Value): ReadonlyMap<string, Described> {
  const described = itemsOf(columns).map((column): Described => {
    if (column instanceof ColumnObject) return { name: column.column, type: shown(dataTypeOf(column.type)) };
    const { name, data_type: type, dtype } = toPlain(column) as Record<string, unknown>;
    return { name: String(name), type: shown(type ?? dtype) };
  });
  return new Map(described.map((one) => [one.name.toLowerCase(), one]));
}

/** Expressions of some databases have no type. */
function shown(type: unknown): string {
  return type === undefined || type === null || type === '' ? 'any type' : String(type);
}

function tableLines(rows: readonly (readonly string[])[]): string[] {
  const widths = rows[0]!.map((_, column) => Math.max(...rows.map((row) => row[column]!.length)));
  return rows.map((row) => `  ${row.map((cell, column) => cell.padEnd(widths[column]!)).join('  ')}`.trimEnd());
}
