import { DvtError } from '../../../core/errors.js';
import type { ColumnType } from '../../../spi/column-type.js';
import type { ScanColumn } from '../../../spi/scan.js';
import { quoteString } from '../dialect/quoting.js';
import type { Family, WireForm } from '../types/source-type.js';

/** What is selected for a column, and the binary form in which it arrives. */
export interface Selected {
  readonly sql: string;
  readonly wire: WireForm;
}

/** The start of the text that a refused value makes the server complain about; the reader looks for it. */
export const REFUSED = 'dvt refuses: ';

const TEXTS: ReadonlySet<Family> = new Set(['text', 'padded text', 'other', 'json']);

/** The number in its shortest text that reads back as the same float, as a numeric. */
const asNumeric = (c: string, from: Family) =>
  from === 'number' ? c : from === 'boolean' ? `${c}::int4` : `${c}::text::numeric`;

/** `value` where `holds`, otherwise an error that shows the source's value: a text that is no integer. */
const checked = (c: string, holds: string, value: string) =>
  `case when ${holds} then ${value} when ${c} is not null then (${quoteString(`${REFUSED}${c} holds `)} || ${c}::text)::int4::text::${typeOf(value)} end`;

const typeOf = (value: string) => /::(\w+)$/.exec(value)![1]!;

const whole = (form: string) => (c: string) => `${c}::text ~ '^\\s*${form}\\s*$'`;
const DATE_TEXT = '\\d{4}-\\d\\d-\\d\\d';
const TIME_TEXT = '\\d\\d:\\d\\d(:\\d\\d(\\.\\d{1,6})?)?';

type Cast = (c: string, from: Family) => string | null;

/** Engine type -> expression that has it without loss; null = there is none from that family. */
const CASTS: Readonly<Record<string, { readonly wire: WireForm; readonly cast: Cast }>> = {
  varchar: { wire: 'text', cast: (c) => `${c}::text` },
  json: { wire: 'text', cast: (c, from) => (TEXTS.has(from) ? `${c}::text::json` : null) },
  blob: { wire: 'bytes', cast: (c, from) => (TEXTS.has(from) ? `convert_to(${c}::text, 'UTF8')` : null) },
  uuid: { wire: 'uuid', cast: (c, from) => (TEXTS.has(from) ? `${c}::text::uuid` : null) },
  interval: { wire: 'interval', cast: (c, from) => (TEXTS.has(from) || from === 'time' ? `${c}::interval` : null) },
  boolean: {
    wire: 'boolean',
    cast: (c, from) => {
      if (from === 'number') return checked(c, `${c} in (0, 1)`, `(${c} = 1)::bool`);
      return TEXTS.has(from) ? `${c}::text::bool` : null;
    },
  },
  float64: {
    wire: 'float8',
    cast: (c, from) => {
      if (from === 'float') return `${c}::float8`;
      const back = `${c}::float8::text::numeric = ${asNumeric(c, from)}`;
      return isNumeric(from) ? checked(c, back, `${c}::float8`) : null;
    },
  },
  float32: {
    wire: 'float4',
    cast: (c, from) => {
      if (from === 'float') return checked(c, `${c}::float4::float8 = ${c}`, `${c}::float4`);
      const back = `${c}::float4::text::numeric = ${asNumeric(c, from)}`;
      return isNumeric(from) ? checked(c, back, `${c}::float4`) : null;
    },
  },
  date: {
    wire: 'date',
    cast: (c, from) => {
      if (from === 'timestamp') return checked(c, `${c} = ${c}::date`, `${c}::date`);
      return TEXTS.has(from) ? checked(c, whole(DATE_TEXT)(c), `${c}::text::date`) : null;
    },
  },
  time: {
    wire: 'time',
    cast: (c, from) => (TEXTS.has(from) ? checked(c, whole(TIME_TEXT)(c), `${c}::text::time`) : null),
  },
  timestamp: {
    wire: 'timestamp',
    cast: (c, from) => {
      if (from === 'date') return `${c}::timestamp`;
      if (from === 'timestamptz') return `(${c} at time zone 'UTC')`;
      return TEXTS.has(from) ? checked(c, whole(`${DATE_TEXT}([ T]${TIME_TEXT})?`)(c), `${c}::text::timestamp`) : null;
    },
  },
  timestamptz: {
    wire: 'timestamp',
    cast: (c, from) => {
      if (from === 'date' || from === 'timestamp') return `(${c}::timestamp at time zone 'UTC')`;
      const zone = '(Z|[-+]\\d\\d(:?\\d\\d)?)?';
      return TEXTS.has(from)
        ? checked(c, whole(`${DATE_TEXT}([ T]${TIME_TEXT} ?${zone})?`)(c), `${c}::text::timestamptz`)
        : null;
    },
  },
};

function isNumeric(from: Family): boolean {
  return from === 'number' || from === 'float' || TEXTS.has(from);
}

/** Selects a column in the type that the user asked for (`fetch_as`). Throws where PostgreSQL has no such cast. */
export function castColumn(quoted: string, column: ScanColumn, from: Family): Selected {
  // Exact numbers need no cast at the server: the decoder checks every value against the column's type.
  if (column.type.kind === 'decimal' || /int(8|16|32|64)?$/.test(column.type.kind)) {
    if (from === 'boolean' || isNumeric(from)) return { sql: `(${asNumeric(quoted, from)})::numeric`, wire: 'numeric' };
  }
  const target = CASTS[column.type.kind];
  const sql = target?.cast(quoted, from) ?? null;
  if (!target || sql === null) {
    throw new DvtError({
      code: 'DVT3104',
      message: `column ${column.name} (${column.nativeType}) cannot be fetched as ${spelled(column.type)}`,
      hint: 'Use fetch_as: text, and cast in the model.',
    });
  }
  return { sql, wire: target.wire };
}

function spelled(type: ColumnType): string {
  return type.kind === 'decimal' ? `decimal(${type.precision},${type.scale})` : type.kind;
}
