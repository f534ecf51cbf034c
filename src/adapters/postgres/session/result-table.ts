import type { ResultValue } from '../../../spi/result-table.js';
import type { StatementResult } from '../../../spi/session.js';
import { clientError } from './errors.js';
import type { Run } from './pool.js';
import type { TextField, TextResult } from './text-query.js';

const BOOLEAN = 16;
/** int8, int2, int4, oid */
const INTEGERS: ReadonlySet<number> = new Set([20, 21, 23, 26]);
/** float4, float8 */
const FLOATS: ReadonlySet<number> = new Set([700, 701]);
const SYNTAX_ERROR = '42601';

/** Runs statements and gives their last result. With a limit, only that many rows leave the server. */
export async function runQuery(run: Run, sql: string, limit: number | null): Promise<StatementResult> {
  const result = await runLimited(run, sql, limit);
  const said = { message: result.tag === '' ? null : result.tag, rowsAffected: rowsOf(result.tag) };
  if (result.fields.length === 0) return { columns: [], rows: [], ...said };
  const names = await typeNames(run, result.fields);
  const readers = result.fields.map(reader);
  return {
    columns: result.fields.map(({ name }, index) => ({ name, type: names[index] ?? '' })),
    rows: result.rows.map((row) => row.map((value, index) => (value === null ? null : readers[index]!(value)))),
    ...said,
  };
}

/** `INSERT 0 5`, `SELECT 3`, `DELETE 2` */
function rowsOf(tag: string): number | null {
  const rows = /\d+$/.exec(tag)?.[0];
  return rows === undefined ? null : Number(rows);
}

async function runLimited(run: Run, sql: string, limit: number | null): Promise<TextResult> {
  if (limit === null) return run(sql);
  try {
    return await run(sql, Math.max(1, limit)).then((result) => ({ ...result, rows: result.rows.slice(0, limit) }));
  } catch (error) {
    // Only one statement can be limited by the server. Nothing ran.
    const { code, message } = clientError(error);
    if (code !== SYNTAX_ERROR || !/multiple commands/.test(message)) throw error;
    const result = await run(sql);
    return { ...result, rows: result.rows.slice(0, limit) };
  }
}

/** Types below are the same in every database of every version (PostgreSQL manual, OID Assignment). */
const FIRST_ASSIGNED = 10_000;

/** Names of those types, by oid and modifier: what they are called is asked once. */
const systemNames = new Map<string, string>();

async function typeNames(run: Run, fields: readonly TextField[]): Promise<readonly string[]> {
  const keys = fields.map((field) => `(${field.dataTypeID}::oid, ${field.dataTypeModifier})`);
  const unknown = [...new Set(keys.filter((key) => !systemNames.has(key)))];
  const found = new Map<string, string>();
  if (unknown.length > 0) {
    const { rows } = await run(
      `select pg_catalog.format_type(t.oid, t.modifier) from (values ${unknown.join(', ')}) t (oid, modifier)`,
    );
    for (const [at, key] of unknown.entries()) found.set(key, rows[at]?.[0] ?? '');
  }
  for (const [at, { dataTypeID }] of fields.entries()) {
    const name = found.get(keys[at]!);
    if (name !== undefined && dataTypeID < FIRST_ASSIGNED) systemNames.set(keys[at]!, name);
  }
  return keys.map((key) => found.get(key) ?? systemNames.get(key) ?? '');
}

function reader({ dataTypeID }: TextField): (text: string) => ResultValue {
  if (dataTypeID === BOOLEAN) return (text) => text === 't';
  if (FLOATS.has(dataTypeID)) return Number;
  if (!INTEGERS.has(dataTypeID)) return (text) => text;
  return (text) => (Number.isSafeInteger(Number(text)) ? Number(text) : BigInt(text));
}
