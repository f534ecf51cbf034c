import { HostObject, hostFunction, type Value } from '../jinja/index.js';
import type { ResultTable, ResultValue } from '../spi/result-table.js';

/** A result as templates see it: what dbt's agate table offers for reading. */
export function resultObject(table: ResultTable): HostObject {
  const names = table.columns.map((column) => column.name);
  const values = table.rows.map((row) => row.map((value, i) => templateValue(value, table.columns[i]!.type)));
  const rows = sequence(
    'MappedSequence',
    values.map((row) => rowObject(names, row)),
    () => undefined,
  );
  const columns = names.map((name, i) =>
    columnObject(
      name,
      values.map((row) => row[i] ?? null),
    ),
  );
  const byName = (key: Value): Value | undefined => columns[names.indexOf(String(key))];
  return new HostObject({
    typeName: 'Table',
    attributes: {
      rows,
      columns: sequence('MappedSequence', columns, byName),
      column_names: names,
      column_types: table.columns.map((column) => column.type),
      print_table: hostFunction('print_table', ['**options'], () => ''),
    },
    iterate: () => values.map((row) => rowObject(names, row)),
    length: () => table.rows.length,
    isTrue: () => true,
    print: () => `<agate.Table ${names.join(', ')}>`,
  });
}

/** Decimals arrive as text; a template calculates with them where a number holds them exactly. */
function templateValue(value: ResultValue, type: string): Value {
  if (typeof value !== 'string' || !/^(numeric|decimal|hugeint|number)/i.test(type)) return value;
  if (/^-?\d{1,15}(\.0*)?$/.test(value)) return Number(value);
  return /^-?\d{1,15}\.\d+$/.test(value) && value.replace(/\D/g, '').length <= 15 ? Number(value) : value;
}

function rowObject(names: readonly string[], row: readonly Value[]): HostObject {
  const at = (key: Value): Value | undefined =>
    typeof key === 'number' ? row[key < 0 ? row.length + key : key] : row[names.indexOf(String(key))];
  return new HostObject({
    typeName: 'Row',
    getItem: at,
    getAttribute: (name) => methodOf(name, names, row) ?? row[names.indexOf(name)],
    attributeNames: () => names,
    iterate: () => row,
    length: () => row.length,
    print: () => `<agate.Row: (${row.map((value) => (value === null ? 'None' : String(value))).join(', ')})>`,
  });
}

function columnObject(name: string, column: readonly Value[]): HostObject {
  return new HostObject({
    typeName: 'Column',
    attributes: {
      name,
      values: hostFunction('values', [], () => [...column]),
      values_distinct: hostFunction('values_distinct', [], () => [...new Set(column)]),
      values_without_nulls: hostFunction('values_without_nulls', [], () => column.filter((value) => value !== null)),
    },
    getItem: (key) => column[Number(key) < 0 ? column.length + Number(key) : Number(key)],
    iterate: () => column,
    length: () => column.length,
  });
}

/** A sequence whose items also have names. */
function sequence(typeName: string, items: readonly Value[], byName: (key: Value) => Value | undefined): HostObject {
  return new HostObject({
    typeName,
    getItem: (key) => (typeof key === 'number' ? items[key < 0 ? items.length + key : key] : byName(key)),
    getAttribute: (name) => (name === 'values' ? hostFunction('values', [], () => [...items]) : byName(name)),
    iterate: () => items,
    length: () => items.length,
  });
}

function methodOf(name: string, names: readonly string[], row: readonly Value[]): Value | undefined {
  if (name === 'values') return hostFunction('values', [], () => [...row]);
  if (name === 'keys') return hostFunction('keys', [], () => [...names]);
  if (name === 'dict') return hostFunction('dict', [], () => new Map(names.map((key, i) => [key, row[i] ?? null])));
  if (name !== 'get') return undefined;
  return hostFunction(
    'get',
    ['key', 'default?'],
    ([key, fallback]) => row[names.indexOf(String(key))] ?? fallback ?? null,
  );
}
