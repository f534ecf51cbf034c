import { hostFunction, isTrue, itemsOf, toJson, toPlain, toText, type Value } from '../jinja/index.js';
import type { TableObject } from './result-object.js';
import { ascending, distinct, resultRow } from './result-parts.js';

/** A method of agate's `Table`, of those that packages call; undefined where there is none of that name. */
export function tableMethod(self: TableObject, name: string): Value | undefined {
  return Object.hasOwn(METHODS, name) ? METHODS[name]!(self) : undefined;
}

const METHODS: Readonly<Record<string, (self: TableObject) => Value>> = {
  select: (self) => hostFunction('select', ['key'], ([key]) => chosen(self, listed(key))),
  exclude: (self) =>
    hostFunction('exclude', ['key'], ([key]) =>
      chosen(
        self,
        self.table.names.filter((name) => !listed(key).includes(name)),
      ),
    ),
  rename: (self) =>
    hostFunction('rename', ['column_names?', '**more'], ([columns]) => {
      const plain = toPlain(columns);
      const names = Array.isArray(plain)
        ? plain.map(String)
        : self.table.names.map((name) => String((plain as Record<string, unknown> | null)?.[name] ?? name));
      return self.with({ names });
    }),
  limit: (self) =>
    hostFunction('limit', ['start_or_stop?', 'stop?', 'step?'], ([first, stop, step]) => {
      const [from, to] = stop === undefined ? [0, first] : [Number(first ?? 0), stop];
      const rows = self.table.rows.slice(from, to === undefined ? undefined : Number(to));
      return self.with({ rows: rows.filter((_, i) => i % Number(step ?? 1) === 0) });
    }),
  where: (self) =>
    hostFunction('where', ['test'], async ([test], context) => {
      const rows = [];
      for (const row of self.table.rows) {
        if (isTrue(await context.call(test, [resultRow(self.table.names, row)]))) rows.push(row);
      }
      return self.with({ rows });
    }),
  order_by: (self) =>
    hostFunction('order_by', ['key', 'reverse?'], ([key, reverse]) => {
      const columns = listed(key).map((name) => self.table.names.indexOf(name));
      const rows = self.table.rows.toSorted((a, b) => {
        for (const column of columns) {
          const order = ascending(a[column], b[column]);
          if (order !== 0) return order;
        }
        return 0;
      });
      return self.with({ rows: isTrue(reverse) ? rows.toReversed() : rows });
    }),
  distinct: (self) =>
    hostFunction('distinct', ['key?'], ([key]) => {
      const columns = listed(key ?? self.table.names).map((name) => self.table.names.indexOf(name));
      const keys = self.table.rows.map((row) => JSON.stringify(columns.map((column) => toText(row[column]))));
      return self.with({ rows: distinct(keys).map((one) => self.table.rows[keys.indexOf(String(one))]!) });
    }),
  print_table: (self) => hostFunction('print_table', ['**options'], () => printed(self, textTable(self))),
  print_csv: (self) => hostFunction('print_csv', ['**options'], () => printed(self, csv(self))),
  print_json: (self) => hostFunction('print_json', ['**options'], () => printed(self, toJson(records(self)))),
  print_structure: (self) => hostFunction('print_structure', ['**options'], () => printed(self, structure(self))),
  to_json: (self) => hostFunction('to_json', ['**options'], () => toJson(records(self))),
  dict: (self) => hostFunction('dict', [], () => records(self)),
};

function listed(key: Value): readonly string[] {
  return typeof key === 'string' ? [key] : itemsOf(key).map(String);
}

/** The columns of these names, in this order. */
function chosen(self: TableObject, wanted: readonly string[]): TableObject {
  const { names, types, rows } = self.table;
  const kept = wanted.map((name) => names.indexOf(name)).filter((i) => i >= 0);
  return self.with({
    names: kept.map((i) => names[i]!),
    types: kept.map((i) => types[i]!),
    rows: rows.map((row) => kept.map((i) => row[i])),
  });
}

function records({ table }: TableObject): Value[] {
  return table.rows.map((row) => new Map(table.names.map((name, i) => [name, row[i] ?? null])));
}

function printed(self: TableObject, text: string): null {
  self.print(text);
  return null;
}

/** Rows that agate prints before it stops. */
const MOST_ROWS = 20;

/** As agate draws it: `| id | name |`. */
function textTable({ table }: TableObject): string {
  const shown = table.rows.slice(0, MOST_ROWS).map((row) => row.map((value) => (value === null ? '' : toText(value))));
  const widths = table.names.map((name, i) => Math.max(name.length, 3, ...shown.map((row) => row[i]!.length)));
  const line = (cells: readonly string[]) => `| ${cells.map((cell, i) => cell.padEnd(widths[i]!)).join(' | ')} |`;
  const rule = `| ${widths.map((width) => '-'.repeat(width)).join(' | ')} |`;
  const more = table.rows.length > MOST_ROWS ? [line(table.names.map(() => '...'))] : [];
  return [line(table.names), rule, ...shown.map(line), ...more].join('\n');
}

/** Names and types of the columns. */
function structure({ table }: TableObject): string {
  const width = Math.max('column'.length, ...table.names.map((name) => name.length));
  const kinds = Math.max('data_type'.length, ...table.types.map((type) => type.length));
  const line = (name: string, type: string) => `| ${name.padEnd(width)} | ${type.padEnd(kinds)} |`;
  const rule = `| ${'-'.repeat(width)} | ${'-'.repeat(kinds)} |`;
  return [line('column', 'data_type'), rule, ...table.names.map((name, i) => line(name, table.types[i]!))].join('\n');
}

function csv({ table }: TableObject): string {
  const cell = (value: Value): string => {
    const text = value === null ? '' : toText(value);
    return /[",\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
  };
  return [table.names, ...table.rows].map((row) => row.map(cell).join(',')).join('\n');
}
