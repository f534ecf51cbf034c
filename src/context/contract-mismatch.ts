import { itemsOf, toPlain, type Value } from '../jinja/index.js';
import { ColumnObject } from './column-object.js';
import { dataTypeOf } from './column-type.js';

/** What a contract says and what the query gives, side by side; only the columns that differ. */
export function contractMismatch(declared: Value, found: Value): string {
  const wanted = columnsOf(declared);
  const given = columnsOf(found);
  const lines: string[] = [];
  for (const [key, { name, type }] of wanted) {
    const actual = given.get(key);
    if (actual === undefined) lines.push(`  ${name}: ${type} in the contract, missing in the query`);
    else if (actual.type.toLowerCase() !== type.toLowerCase()) {
      lines.push(`  ${name}: ${type} in the contract, ${actual.type} in the query`);
    }
  }
  for (const [key, { name, type }] of given) {
    if (!wanted.has(key)) lines.push(`  ${name}: missing in the contract, ${type} in the query`);
  }
  return ['The query does not give the columns that the contract of this model says:', ...lines].join('\n');
}

interface Described {
  readonly name: string;
  readonly type: string;
}

function columnsOf(columns: Value): ReadonlyMap<string, Described> {
  const described = itemsOf(columns).map((column): Described => {
    if (column instanceof ColumnObject) return { name: column.column, type: dataTypeOf(column.type) };
    const { name, data_type: type, dtype } = toPlain(column) as Record<string, unknown>;
    return { name: String(name), type: String(type ?? dtype) };
  });
  return new Map(described.map((one) => [one.name.toLowerCase(), one]));
}
