import { open } from 'node:fs/promises';
import { type Diagnostic, DvtError } from '../../core/errors.js';
import { csvRecords } from './csv-records.js';

/** Longest first record that is read, in bytes. */
const LONGEST_HEADER = 1 << 20;

/** The columns of a CSV file. */
export interface CsvHeader {
  readonly columns: readonly string[];
  /** tells of the columns that are called otherwise than the file has it; null where there are none */
  readonly renamed: Diagnostic | null;
  /** of the whole file */
  readonly bytes: number;
}

/**
 * The column names of a CSV file as dbt (agate) gives them: an empty one is named by its letter, one that occurs again
 * gets a number. A byte order mark is skipped. Throws DVT5201 for a file without a header.
 */
export async function csvColumns(file: string, path: string, delimiter: string): Promise<CsvHeader> {
  const { text, bytes } = await beginning(file);
  const [first = []] = csvRecords(text.replace(/^\ufeff/, ''), delimiter);
  const names = first.map((field) => field.text);
  if (names.every((name) => name === '') && names.length < 2) {
    throw new DvtError({
      code: 'DVT5201',
      message: `The seed ${path} is empty: it has no line of column names.`,
      location: { path, line: 1, column: 1 },
    });
  }
  const taken = new Set<string>();
  const columns = names.map((name, index) => {
    const whole = name === '' ? letterOf(index) : name;
    let unique = whole;
    for (let number = 2; taken.has(unique); number++) unique = `${whole}_${number}`;
    taken.add(unique);
    return unique;
  });
  const index = columns.findIndex((column, at) => column !== names[at]);
  return { columns, renamed: index < 0 ? null : renaming(path, first[index]!.start, index, columns, names), bytes };
}

function renaming(
  path: string,
  start: number,
  first: number,
  columns: readonly string[],
  names: readonly string[],
): Diagnostic {
  const changed = columns.flatMap((column, at) => {
    if (column === names[at]) return [];
    return [
      `column ${at + 1} is called ${column}, for ${names[at] === '' ? 'it has no name' : `there is a ${names[at]} before it`}`,
    ];
  });
  return {
    code: 'DVT5204',
    message: `The header of the seed ${path} does not name each column once: ${changed.join('; ')}.`,
    location: { path, line: 1, column: start + 1, length: Math.max(1, names[first]!.length) },
    hint: 'Give each column a name of its own.',
  };
}

async function beginning(file: string): Promise<{ readonly text: string; readonly bytes: number }> {
  const handle = await open(file, 'r');
  try {
    const { size } = await handle.stat();
    const length = Math.min(size, LONGEST_HEADER);
    const { buffer, bytesRead } = await handle.read(Buffer.allocUnsafe(length), 0, length, 0);
    return { text: buffer.toString('utf8', 0, bytesRead), bytes: size };
  } finally {
    await handle.close();
  }
}

/** a, b ... z, aa, bb ... */
function letterOf(index: number): string {
  return String.fromCharCode(97 + (index % 26)).repeat(Math.floor(index / 26) + 1);
}
