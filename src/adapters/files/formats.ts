import type { ReadOptions } from './profile.js';

export type Format = 'parquet' | 'csv' | 'tsv' | 'json' | 'ndjson';

/** What dvt knows of a file format. */
export interface FormatRule {
  /** endings of names, without compression; the first one is written */
  readonly endings: readonly string[];
  /** the engine's table function */
  readonly reader: 'read_parquet' | 'read_csv' | 'read_json';
  /** what is always asked for; the profile's options come after it */
  readonly read: ReadOptions;
  /** options of the engine's COPY */
  readonly write: string;
}

/**
 * Types are found by looking at the whole file (`sample_size = -1`): one that holds for the first rows only would fail, or
 * change with the machine. What else DuckDB would guess and get wrong in silence is fixed as RFC 4180 has it: a header,
 * double quotes (a stray one is an error, not text), no comments, no lines skipped. A quoted empty text is a text, an
 * empty field is NULL. Only the delimiter is found out. The profile's `options` change any of it.
 */
const CSV = {
  sample_size: -1,
  header: true,
  quote: '"',
  escape: '"',
  comment: '',
  skip: 0,
  allow_quoted_nulls: false,
} as const;

export const FORMATS: Readonly<Record<Format, FormatRule>> = {
  parquet: { endings: ['.parquet', '.parq', '.pq'], reader: 'read_parquet', read: {}, write: 'format parquet' },
  csv: { endings: ['.csv'], reader: 'read_csv', read: CSV, write: 'format csv, header true' },
  tsv: {
    endings: ['.tsv', '.tab'],
    reader: 'read_csv',
    read: { ...CSV, delim: '\t' },
    write: "format csv, header true, delimiter '\t'",
  },
  json: { endings: ['.json'], reader: 'read_json', read: { sample_size: -1 }, write: 'format json, array true' },
  ndjson: {
    endings: ['.ndjson', '.jsonl'],
    reader: 'read_json',
    read: { sample_size: -1, format: 'newline_delimited' },
    write: 'format json, array false',
  },
};

/** The format that a path's ending says, a compression's ending left aside; null for others. */
export function formatOf(path: string): Format | null {
  const name = path.toLowerCase().replace(/\.(gz|gzip|zst)$/, '');
  for (const [format, { endings }] of Object.entries(FORMATS)) {
    if (endings.some((ending) => name.endsWith(ending))) return format as Format;
  }
  return null;
}
