import { itemsOf, toPlain, type Value } from '../jinja/index.js';
import { ColumnObject } from './column-object.js';
import { dataTypeOf } from './column-type.js';

/** What a contract says and what the query gives as a table, of the columns that differ. */
export function contractMismatch(declared: Value, found: Value): string {
  const wanted = columnsOf(declared);
  const given = columnsOf(found);
  const rows: string[][] = [['column', 'contract', 'query', '']];
  for (const [key, { name, type, shown }] of wanted) {
    const actual = given.get(key);
    if (actual === undefined) rows.push([name, shown, '-', 'missing in the query']);
    else if (actual.type.toLowerCase() !== type.toLowerCase()) rows.push([name, shown, actual.shown, 'another type']);
  }
  for (const [key, { name, shown }] of given) {
    if (!wanted.has(key)) rows.push([name, '-', shown, 'missing in the contract']);
  }
  const message = 'The columns of the query are not those of the contract of this model:';
  return [message, ...tableLines(rows)].join('\n');
}

interface Described {
  readonly name: string;
  /** what is compared */
  readonly type: string;
  readonly shown: string;
}

function columnsOf(columns: Value): ReadonlyMap<string, Described> {
  const all = itemsOf(columns).map((column): Described => {
    if (column instanceof ColumnObject) return described(column.column, dataTypeOf(column.type));
    const { name, data_type: type, dtype, written } = toPlain(column) as Record<string, unknown>;
    return described(String(name), type ?? dtype, written);
  });
  return new Map(all.map((one) => [one.name.toLowerCase(), one]));
}

/** Expressions of some databases have no type. `written` is the type as the database has it, where `type` is its class. */
function described(name: string, type: unknown, written: unknown = type): Described {
  const text = (one: unknown): string => (one === undefined || one === null || one === '' ? 'any type' : String(one));
  return { name, type: text(type), shown: text(written) };
}

function tableLines(rows: readonly (readonly string[])[]): string[] {
  const widths = rows[0]!.map((_, column) => Math.max(...rows.map((row) => row[column]!.length)));
  return rows.map((row) => `  ${row.map((cell, column) => cell.padEnd(widths[column]!)).join('  ')}`.trimEnd());
}
