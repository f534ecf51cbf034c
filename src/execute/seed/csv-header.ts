import { open } from 'node:fs/promises';
import { DvtError } from '../../core/errors.js';
import { csvRecords } from './csv-records.js';

/** Longest first record that is read, in bytes. */
const LONGEST_HEADER = 1 << 20;

/**
 * The column names of a CSV file as dbt (agate) gives them: an empty one is named by its letter, one that occurs again
 * gets a number. A byte order mark is skipped. Throws DVT5201 for a file without a header.
 */
export async function csvColumns(file: string, path: string, delimiter: string): Promise<readonly string[]> {
  const text = await firstBytes(file);
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
  return names.map((name, index) => {
    const whole = name === '' ? letterOf(index) : name;
    let unique = whole;
    for (let number = 2; taken.has(unique); number++) unique = `${whole}_${number}`;
    taken.add(unique);
    return unique;
  });
}

async function firstBytes(file: string): Promise<string> {
  const handle = await open(file, 'r');
  try {
    const { buffer, bytesRead } = await handle.read(Buffer.alloc(LONGEST_HEADER), 0, LONGEST_HEADER, 0);
    return buffer.toString('utf8', 0, bytesRead);
  } finally {
    await handle.close();
  }
}

/** a, b ... z, aa, bb ... */
function letterOf(index: number): string {
  return String.fromCharCode(97 + (index % 26)).repeat(Math.floor(index / 26) + 1);
}
