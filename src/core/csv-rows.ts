/** A row of a fixture by the names of its columns. */
export type CsvRow = Readonly<Record<string, string | null>>;

/**
 * The rows of a small CSV text as Python's `csv.DictReader` has them in dbt's unit tests: all values are texts, an empty one is
 * null. Values behind the last name are left out.
 */
export function csvRows(text: string): readonly CsvRow[] {
  const [names = [], ...records] = csvRecords(text);
  return records.map((record) =>
    Object.fromEntries(names.map((name, index) => [name, record[index] === '' ? null : (record[index] ?? null)])),
  );
}

/** Records without the lines that hold nothing. */
function csvRecords(text: string): readonly (readonly string[])[] {
  const records: string[][] = [];
  let record: string[] = [];
  // A value in quotes, or all that stands before the next comma; and what ends it.
  const field = /(?:"((?:[^"]|"")*)"([^,\r\n]*)|([^,\r\n]*))(,|\r\n|\r|\n|$)/y;
  while (field.lastIndex < text.length || record.length > 0) {
    const [, quoted, behind = '', plain = '', end] = field.exec(text)!;
    record.push(quoted === undefined ? plain : quoted.replaceAll('""', '"') + behind);
    if (end === ',') continue;
    if (record.length > 1 || record[0] !== '' || quoted !== undefined) records.push(record);
    record = [];
    if (end === '') break;
  }
  return records;
}
