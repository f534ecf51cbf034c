import { type ResultForm, resultText } from '../report/result-text.js';
import type { ResultTable } from '../spi/result-table.js';
import type { Options } from './options.js';
import type { Session } from './session.js';

const DEFAULT_LIMIT = 5;

/** The form of `--output`; dbt's word for a table is `text`. */
export function formOf({ output }: Options): ResultForm {
  return output === null || output === 'text' ? 'table' : (output as ResultForm);
}

/** Rows that `--limit` asks for. */
export function limitOf({ limit }: Options): number {
  const rows = limit ?? DEFAULT_LIMIT;
  return rows < 0 ? Number.MAX_SAFE_INTEGER : rows;
}

/** Prints rows in the form of `--output`; `node`: whose they are, null of a query. */
export function printResult({ invocation }: Session, result: ResultTable, node: string | null): void {
  const { console, redactor, options } = invocation;
  const columns = console.out.isTerminal ? console.out.columns : null;
  // Redacted cell by cell: a table's lines would break where a secret is cut by its width.
  const text = resultText(result, formOf(options), { node, style: console.style, redactor, columns });
  console.out.write(`${text}\n`);
}
