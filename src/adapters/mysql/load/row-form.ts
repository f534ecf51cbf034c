/** How rows are written: as lines of LOAD DATA, or as tuples of an INSERT. */
export interface RowForm {
  readonly open: string;
  readonly between: string;
  readonly close: string;
  readonly null: string;
  /** put before and after every value; '' or a quote */
  readonly quote: string;
  /** the character that follows a backslash in place of each byte; 0 = the byte stands for itself */
  readonly escapes: Uint8Array;
  /** bytes are written in hexadecimal (`x'...'`), not escaped */
  readonly hexBytes: boolean;
}

/** https://mariadb.com/kb/en/load-data-infile/: fields end with a tab, lines with a line feed, `\N` is NULL. */
export const LINES: RowForm = {
  open: '',
  between: '\t',
  close: '\n',
  null: '\\N',
  quote: '',
  escapes: escapeTable({ '\\': '\\', '\t': 't', '\n': 'n', '\0': '0' }),
  hexBytes: false,
};

/** Tuples of INSERT ... VALUES, under an sql_mode without NO_BACKSLASH_ESCAPES; the last comma is the sender's to drop. */
export const TUPLES: RowForm = {
  open: '(',
  between: ',',
  close: '),',
  null: 'null',
  quote: "'",
  escapes: escapeTable({ '\\': '\\', "'": "'", '\0': '0' }),
  hexBytes: true,
};

function escapeTable(escapes: Readonly<Record<string, string>>): Uint8Array {
  const table = new Uint8Array(256);
  for (const [character, escaped] of Object.entries(escapes)) table[character.charCodeAt(0)] = escaped.charCodeAt(0);
  return table;
}
