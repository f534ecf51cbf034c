import { readFile, stat } from 'node:fs/promises';
import { DvtError } from '../../core/errors.js';
import { type Location, positionAt } from '../../core/position.js';
import { type CsvField, csvRecords } from './csv-records.js';
import type { CsvSource } from './csv-source.js';

/** Largest file that is searched for a value, in bytes. */
const LARGEST_SEARCHED = 64 << 20;

/** What an error says of the value that could not be loaded: its column, and its text or the number of its row. */
interface Complaint {
  readonly column: string;
  readonly value: string | null;
  /** from 1, without the header */
  readonly row: number | null;
}

/** The error of a value that is none of its column's type, placed where the value stands in the file. */
export async function placedValue(error: unknown, source: CsvSource): Promise<unknown> {
  const [first] = error instanceof DvtError ? error.diagnostics : [];
  if (first === undefined || first.location !== undefined) return error;
  const complaint = complaintOf(first.message);
  const location = complaint === null ? null : await placeOf(complaint, source);
  if (location === null) return error;
  const hint = `Mend the value, or give the column another type in the seed's \`column_types\`.`;
  return new DvtError({ ...first, location, hint }, { cause: error });
}

function complaintOf(message: string): Complaint | null {
  const engine = /(['"])(.*)\1.*when casting from source column (.+)$/s.exec(message);
  if (engine !== null) return { column: engine[3]!, value: engine[2]!, row: null };
  const database = /^.*?column (.+?) of the result holds a value .* in row (\d+)$/s.exec(message);
  return database === null ? null : { column: database[1]!, value: null, row: Number(database[2]) };
}

async function placeOf({ column, value, row }: Complaint, source: CsvSource): Promise<Location | null> {
  const { file, path, delimiter, columns } = source;
  const index = columns.findIndex((name) => name.toLowerCase() === column.toLowerCase());
  if (index < 0 || (await stat(file)).size > LARGEST_SEARCHED) return null;
  const text = (await readFile(file, 'utf8')).replace(/^\ufeff/, '');
  let number = -1;
  for (const record of csvRecords(text, delimiter)) {
    if (columns.length > 1 && isBlank(record)) continue;
    number++;
    const field = record[index];
    if (number === 0 || field === undefined) continue;
    if (row === null ? field.text !== value : number !== row) continue;
    return { path, ...positionAt(text, field.start), length: Math.max(1, field.text.split('\n', 1)[0]!.length) };
  }
  return null;
}

/** A line with nothing on it is no record. */
function isBlank(record: readonly CsvField[]): boolean {
  return record.length === 1 && record[0]!.text === '' && !record[0]!.quoted;
}
