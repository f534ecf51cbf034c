import type { UnitTestRows } from '../../spi/manifest.js';
import { csvRecords } from '../seed/csv-records.js';

/** Rows of a unit test as YAML or CSV gives them; what a row does not name is undefined. */
export interface GivenRows {
  /** in the order of their first appearance */
  readonly columns: readonly string[];
  readonly rows: readonly ReadonlyMap<string, unknown>[];
}

/** The rows of an input or of the expectation; null: they are the result of an SQL text. */
export function givenRows({ format, rows }: UnitTestRows): GivenRows | null {
  if (format === 'sql') return null;
  if (typeof rows === 'string') return csvRows(rows);
  const maps = (rows ?? []).map((row) => new Map(Object.entries(row)));
  return { columns: [...new Set(maps.flatMap((row) => [...row.keys()]))], rows: maps };
}

/** An empty field is NULL. */
function csvRows(text: string): GivenRows {
  const [header = [], ...records] = csvRecords(text.trim(), ',');
  const columns = header.map((field) => field.text.trim());
  const filled = records.filter((fields) => fields.length > 1 || fields[0]?.text.trim() !== '');
  return {
    columns,
    rows: filled.map((fields) => {
      const values = columns.map((name, index): [string, unknown] => {
        const field = fields[index];
        const text = field?.quoted ? field.text : field?.text.trim();
        return [name, text === undefined || (text === '' && !field?.quoted) ? null : text];
      });
      return new Map(values);
    }),
  };
}
