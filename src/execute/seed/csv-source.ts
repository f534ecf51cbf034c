import { DvtError } from '../../core/errors.js';

/** A CSV file as the engine reads it: every value a text. */
export interface CsvSource {
  /** absolute */
  readonly file: string;
  /** relative to the project, for messages */
  readonly path: string;
  readonly delimiter: string;
  readonly columns: readonly string[];
  /** of the file */
  readonly bytes: number;
}

/** The engine allots 32 MB for a file's bytes and takes lines of 2 MB, where it is told nothing. */
const SMALL_BYTES = 1 << 20;

/**
 * The engine's table expression. Nothing is guessed; rows that are too short are filled up with NULL, as dbt does. Not in
 * parallel, because quoted line ends may stand in rows that are filled up.
 */
export function csvExpression({ file, delimiter, columns, bytes }: CsvSource): string {
  const types = engineColumns(columns)
    .map((name) => `${text(name)}: 'VARCHAR'`)
    .join(', ');
  const options = [
    `delim = ${text(delimiter)}`,
    `quote = '"'`,
    `escape = '"'`,
    'header = true',
    'auto_detect = false',
    'null_padding = true',
    'parallel = false',
    `columns = {${types}}`,
    ...(bytes < SMALL_BYTES ? [`max_line_size = ${SMALL_BYTES}`, `buffer_size = ${2 * SMALL_BYTES}`] : []),
  ];
  return `read_csv(${text(file)}, ${options.join(', ')})`;
}

/** What the columns are called in the engine, for which two names that differ in case alone are one. */
export function engineColumns(columns: readonly string[]): readonly string[] {
  return columns.map((_, index) => `c${index + 1}`);
}

/** The reader's error, placed in the file. */
export function csvError(error: unknown, { path, columns }: CsvSource): unknown {
  if (!(error instanceof DvtError)) return error;
  const { message } = error;
  const line = /\bline:? (\d+)/i.exec(message)?.[1];
  if (line === undefined) return error;
  const found = /Expected Number of Columns: \d+ Found: (\d+)/i.exec(message)?.[1];
  const what =
    found === undefined
      ? (/^(?:.*Error:\s*)?([^\n]*)/.exec(
          message.replace(/^.*?CSV Error[^\n]*\n(Original Line:[^\n]*\n)?/s, ''),
        )?.[1] ?? message)
      : `The line has ${found} values, the header names ${columns.length} columns.`;
  return new DvtError(
    { code: 'DVT5202', message: what, location: { path, line: Number(line), column: 1 } },
    { cause: error },
  );
}

function text(value: string): string {
  return `'${value.replaceAll("'", "''")}'`;
}
