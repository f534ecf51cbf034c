/** How values of a column are written as constants in DuckDB's SQL, and what they may be compared with. */
export type Family =
  | 'integer'
  | 'decimal'
  | 'float'
  | 'boolean'
  | 'date'
  | 'time'
  | 'timestamp'
  | 'timestamptz'
  | 'interval'
  | 'uuid'
  | 'text'
  | 'other';

/** A column of a source's table, and of the faithful copy of it. */
export interface TestColumn {
  readonly name: string;
  /** as the source's DDL spells it */
  readonly type: string;
  /** the type of the copy, as dvt documents it */
  readonly duckdb: string;
  readonly family: Family;
  /** texts of its values, which the source casts to its type */
  readonly values: readonly string[];
  /** the source's own text of a value, as an expression over the quoted column; texts are compared by their bytes */
  readonly text?: string;
  /** texts that are only used as constants: near misses */
  readonly constants?: readonly string[];
}

/** A table with its rows: the key `k`, then one text a column; null = NULL. */
export interface TestTable {
  readonly connection: string;
  readonly schema: string;
  readonly name: string;
  readonly columns: readonly TestColumn[];
}

/** Texts that collations, padding and patterns take for each other. */
export const TEXTS: readonly string[] = [
  ...[
    '',
    ' ',
    'a',
    'A',
    'a ',
    'A ',
    'a  ',
    ' a',
    'ä',
    'Ä',
    'a\u0308',
    'ß',
    'ss',
    'SS',
    'é',
    'e',
    'E',
    'b',
    'B',
    'ab',
    'AB',
  ],
  ...[
    'abc',
    'abcdefghijkl',
    'abcdefghijklm',
    'abcdefghijklmnop',
    'z',
    'Z',
    'zebra',
    'Zebra',
    '100%',
    '%',
    '_',
    'a_b',
    'axb',
    'a\\b',
    '\\',
  ],
  ...[
    "it's",
    '😀',
    '😁',
    '😀a',
    'İ',
    'i',
    'I',
    'ı',
    'ö',
    'o',
    'ff',
    'ﬀ',
    '\u00ad',
    'a\u00adb',
    '\u200b',
    'a\tb',
    'a\nb',
    '\u0001',
    '1',
    '01',
    '1.0',
  ],
  ...[
    '2024-02-29',
    'true',
    'null',
    'Straße',
    'STRASSE',
    'strasse',
    'ae',
    'æ',
    'll',
    'co-op',
    'coop',
    'a|b',
    '\uffff',
    'résumé',
    'resume',
  ],
  // Whose last byte cannot be counted up: DuckDB makes ranges of prefixes.
  ...['¿', '¿x', 'ÿ', 'ÿz', '\u007f', 'a\u007f', 'a\u0080', '\u{10ffff}', '\u{10ffff}a', '퟿', '\ue000'],
];
