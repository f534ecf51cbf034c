import type { Redactor } from '../core/redact.js';
import type { ResultTable, ResultValue } from '../spi/result-table.js';
import type { Style } from './style.js';
import { textTable } from './text-table.js';

export type ResultForm = 'table' | 'json' | 'csv';

/**
 * A result as `dvt show` prints it. JSON is dbt's: `{"node": ..., "show": [rows]}`, numbers with all their digits, times
 * as ISO 8601 has them. CSV is RFC 4180 with a head line; NULL is an empty field, an empty text is `""`.
 */
export function resultText(
  result: ResultTable,
  form: ResultForm,
  options: {
    /** name of the model; null for a query */
    readonly node: string | null;
    readonly style: Style;
    readonly redactor: Redactor;
    /** of the terminal; null = as wide as it gets */
    readonly columns: number | null;
  },
): string {
  const rows = result.rows.map((row) => row.map((value) => shown(value, options.redactor)));
  const names = result.columns.map(({ name }) => options.redactor.redact(name));
  if (form === 'json') {
    const fields = result.columns.map(({ type }, i) => ({
      start: `${JSON.stringify(names[i])}: `,
      text: jsonOf(type),
    }));
    const objects = rows.map((row) => `{${fields.map(({ start, text }, i) => start + text(row[i]!)).join(', ')}}`);
    const list = objects.length === 0 ? '[]' : `[\n    ${objects.join(',\n    ')}\n  ]`;
    const node = options.node === null ? '' : `\n  "node": ${JSON.stringify(options.node)},`;
    return `{${node}\n  "show": ${list}\n}`;
  }
  if (form === 'csv') return [names, ...rows].map((row) => row.map(csv).join(',')).join('\r\n');
  const numeric = result.columns.map((_, i) => rows.some((row) => isNumber(row[i]!)));
  const cells = rows.map((row) => row.map((value) => (value === null ? '' : printable(String(value)))));
  return textTable(names, cells, { style: options.style, columns: options.columns, numeric });
}

function shown(value: ResultValue, redactor: Redactor): ResultValue {
  return typeof value === 'string' ? redactor.redact(value) : value;
}

function isNumber(value: ResultValue): boolean {
  return (
    typeof value === 'number' ||
    typeof value === 'bigint' ||
    (typeof value === 'string' && /^-?\d+(\.\d+)?$/.test(value))
  );
}

/** How values of a type are written in JSON. */
function jsonOf(type: string): (value: ResultValue) => string {
  if (/^(decimal|numeric)/i.test(type)) {
    return (value) => (typeof value === 'string' && /^-?\d+(\.\d+)?$/.test(value) ? value : json(value));
  }
  if (/^(timestamp|datetime)/i.test(type)) return (value) => json(typeof value === 'string' ? isoTime(value) : value);
  return json;
}

function json(value: ResultValue): string {
  if (typeof value === 'bigint') return value.toString();
  // NaN and the infinities have no form in JSON.
  if (typeof value === 'number' && !Number.isFinite(value)) return JSON.stringify(String(value));
  return JSON.stringify(value);
}

/** `2024-01-02 10:00:00.5+00` as Python's `isoformat` writes it: `2024-01-02T10:00:00.500000+00:00`. */
function isoTime(text: string): string {
  return text.replace(
    /^(\d{4}-\d\d-\d\d) (\d\d:\d\d:\d\d)(\.\d{1,6})?(?:([+-]\d\d)(?::?(\d\d))?)?$/,
    (_, date, time, fraction?: string, hours?: string, minutes = '00') =>
      `${date}T${time}${fraction?.padEnd(7, '0') ?? ''}${hours === undefined ? '' : `${hours}:${minutes}`}`,
  );
}

function csv(value: ResultValue): string {
  if (value === null) return '';
  const text = String(value);
  return text === '' || /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

/** A table's cell is one line, and a value must not steer the terminal. */
function printable(text: string): string {
  return text.replace(
    /[\x00-\x1f\x7f-\x9f]/g,
    (character) => ESCAPES[character] ?? `\\x${character.charCodeAt(0).toString(16).padStart(2, '0')}`,
  );
}

const ESCAPES: Readonly<Record<string, string>> = { '\n': '\\n', '\r': '\\r', '\t': '\\t' };
