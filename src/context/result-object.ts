import { HostObject, Tuple, type Value } from '../jinja/index.js';
import type { ResultTable } from '../spi/result-table.js';
import { tableMethod } from './result-methods.js';
import { mappedSequence, resultColumn, resultRow } from './result-parts.js';
import { resultType } from './result-type.js';
import { templateValue } from './result-values.js';

/** Rows as templates hold them: values of templates, by name. */
export interface TemplateTable {
  readonly names: readonly string[];
  /** types as the database writes them */
  readonly types: readonly string[];
  readonly rows: readonly (readonly Value[])[];
}

/** A result as templates see it: what dbt's agate table offers. */
export class TableObject extends HostObject {
  constructor(
    readonly table: TemplateTable,
    /** where `print_table` and its like write */
    readonly print: (text: string) => void,
  ) {
    const { names, types, rows } = table;
    const objects = rows.map((row) => resultRow(names, row));
    const columns = names.map((name, i) =>
      resultColumn(
        name,
        types[i] ?? '',
        rows.map((row) => row[i] ?? null),
        i,
      ),
    );
    super({
      typeName: 'Table',
      attributes: {
        rows: mappedSequence(objects, null),
        columns: mappedSequence(columns, names),
        column_names: new Tuple(names),
        column_types: new Tuple(types.map(resultType)),
        row_names: null,
      },
      getAttribute: (name) => tableMethod(this, name),
      iterate: () => objects,
      length: () => rows.length,
      print: () => `<agate.Table ${names.join(', ')}>`,
    });
  }

  /** The same kind of table with other contents. */
  with(table: Partial<TemplateTable>): TableObject {
    return new TableObject({ ...this.table, ...table }, this.print);
  }
}

/** A result of a database for templates. */
export function resultObject(table: ResultTable, print: (text: string) => void = () => {}): TableObject {
  const types = table.columns.map((column) => column.type);
  const rows = table.rows.map((row) => row.map((value, i) => templateValue(value, types[i]!)));
  return new TableObject({ names: distinctNames(table.columns.map((column) => column.name)), types, rows }, print);
}

/** A name that comes again is numbered, as agate does: `a`, `a_2`. */
function distinctNames(names: readonly string[]): readonly string[] {
  const given = new Set<string>();
  return names.map((name) => {
    let distinct = name;
    for (let i = 2; given.has(distinct); i++) distinct = `${name}_${i}`;
    given.add(distinct);
    return distinct;
  });
}

/** An empty table, as dbt gives where nothing was fetched. */
export function emptyTable(): TableObject {
  return resultObject({ columns: [], rows: [] });
}
