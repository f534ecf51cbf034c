import { cancelledError } from '../../core/cancelled.js';
import { DvtError } from '../../core/errors.js';
import { foreignFunctionHint } from './foreign-functions.js';
import type { QualifiedSql } from './qualify.js';

const ONLY_FETCHED = 'Name relations by {{ source() }} and {{ ref() }}: only those are fetched.';

const HINTS: readonly (readonly [pattern: RegExp, hint: string])[] = [
  [/^Out of Memory Error/, 'Raise compute.duckdb.memory_limit in dvt_project.yml, or lower compute.duckdb.threads.'],
  [
    /^IO Error: [\s\S]*(No space left on device|Disk quota exceeded|File too large|There is not enough space on the disk)/,
    'Make room there, or name a folder on a larger disk: compute.duckdb.temp_directory in dvt_project.yml.',
  ],
  [/^Binder Error: Catalog ".*" does not exist/, ONLY_FETCHED],
  [
    /^(Conversion|Out of Range) Error/,
    "Cast, filter or replace the value in the model, or give the column another data_type in the model's columns.",
  ],
];

/**
 * What DuckDB threw as an error for a person: its message without JSON, and with the names that the user wrote.
 * `{ position }` in the cause is the character offset in the user's SQL, where DuckDB gives one. `prefixBytes` of SQL
 * were put before `sql`. An interrupted statement becomes the error of cancelled work.
 */
export function duckDbError(error: unknown, code: string, sql: QualifiedSql | null = null, prefixBytes = 0): Error {
  if (error instanceof DvtError) return error;
  const text = error instanceof Error ? error.message : String(error);
  const fault = parse(text);
  if (fault === null) return error instanceof Error ? error : new Error(text);
  if (fault.type === 'Interrupt' || fault.type === 'INTERRUPT') return cancelledError();
  // DuckDB's advice is about its own settings; the hint says it in dvt's.
  const [said] = fault.message.split('\n\nPossible solutions:');
  const written = sql === null ? said! : sql.restore(said!);
  // Its word for a view; the person reads a table, whatever stands for it here.
  const shortened = withoutNoise(written.replace(/^Values list (?=")/, 'Table '));
  // Over stubs only: in a database file of the user's, the engine's guess is a good one.
  const named = code === 'DVT2201' ? NO_TABLE.exec(shortened)?.[0] : undefined;
  const message = `${fault.type} Error: ${named ?? shortened}`;
  const common = HINTS.find(([pattern]) => pattern.test(message))?.[1] ?? foreignFunctionHint(message) ?? undefined;
  const hint = named === undefined ? common : ONLY_FETCHED;
  const offset = sql === null || fault.position === null ? null : sql.originalOffset(fault.position - prefixBytes);
  return new DvtError(
    { code, message, ...(hint === undefined ? {} : { hint }) },
    offset === null ? {} : { cause: { position: offset } },
  );
}

/** Longer lists of the types that an operator or a function takes hide the sentence before them. */
const CANDIDATES = 5;

const NO_TABLE = /^Table with name [^\n]* does not exist!/;

function withoutNoise(message: string): string {
  const [said, candidates] = message.split(/\n\s*Candidate functions:\n/);
  const long = candidates !== undefined && candidates.trim().split('\n').length > CANDIDATES;
  return long ? said!.trimEnd() : message;
}

interface Fault {
  /** as DuckDB names it: `Binder`, `Conversion`, `Out of Memory` */
  readonly type: string;
  readonly message: string;
  /** bytes of UTF-8 into the statement's text */
  readonly position: number | null;
}

/** DuckDB's message as set by `errors_as_json`; a parser's comes with a prefix. Null where the error is not DuckDB's. */
function parse(text: string): Fault | null {
  const start = text.indexOf('{"exception_type"');
  if (start >= 0) {
    try {
      const fault = JSON.parse(text.slice(start)) as Record<string, string>;
      const position = Number(fault['position'] ?? Number.NaN);
      return {
        type: fault['exception_type'] ?? 'Unknown',
        message: fault['exception_message'] ?? '',
        position: Number.isInteger(position) ? position : null,
      };
    } catch {
      // falls through to the plain form
    }
  }
  const plain = /^([A-Z][A-Za-z ]*?) Error: ([\s\S]*)$/i.exec(text);
  return plain === null ? null : { type: plain[1]!, message: plain[2]!, position: null };
}
