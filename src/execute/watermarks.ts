import { DvtError } from '../core/errors.js';
import { type SqlToken, sqlTokens } from '../core/sql-lexer.js';
import type { CompiledNode, InputRelation } from '../spi/compiled.js';
import type { ResultTable } from '../spi/result-table.js';
import { withNamespace } from './federated.js';
import type { RunContext } from './run-context.js';
import { Stopwatch } from './stopwatch.js';

/** A scalar subquery that reads nothing but the model's own relation. */
interface Watermark {
  /** of the parentheses and what is between them */
  readonly start: number;
  readonly end: number;
  readonly sql: string;
}

/** After these, parentheses hold something else than one value. */
const NO_SCALAR = new Set(['exists', 'in', 'any', 'all', 'some', 'from', 'join', 'as', 'lateral', 'materialized']);
/** One row, whatever the relation holds. */
const AGGREGATES = /\b(max|min|count|sum)\s*\(/i;
const GROUPED = /\bgroup\s+by\b|\bover\s*\(/i;

/**
 * Puts the value of each subquery over `{{ this }}` in its place, so that a predicate like
 * `updated_at > (select max(updated_at) from {{ this }})` compares with a literal and is sent to the source. The value is
 * computed as any query is: by the target itself where that is exact.
 */
export async function withWatermarks(compiled: CompiledNode, context: RunContext): Promise<CompiledNode> {
  const self = compiled.inputs.find((input) => input.node.id === compiled.node.id);
  if (self === undefined || compiled.node.route.kind !== 'federated') return compiled;
  let text = '';
  let end = 0;
  const pieces: { readonly at: number; readonly from: number; readonly length: number }[] = [];
  for (const found of watermarks(compiled, self)) {
    const value = await literal(found, self, compiled, context);
    if (value === null) continue;
    pieces.push({ at: text.length, from: end, length: found.start - end });
    text += compiled.sql.slice(end, found.start) + value;
    end = found.end;
  }
  if (pieces.length === 0) return compiled;
  pieces.push({ at: text.length, from: end, length: compiled.sql.length - end });
  const sql = text + compiled.sql.slice(end);
  const tokens = significant(sql);
  return {
    ...compiled,
    sql,
    inputs: compiled.inputs.filter((input) => names(sql, tokens, input).length > 0),
    locate: (offset) => {
      const piece = pieces.findLast(({ at }) => at <= offset);
      const within = piece === undefined ? 0 : Math.min(offset - piece.at, piece.length);
      return piece === undefined ? null : compiled.locate(piece.from + within);
    },
  };
}

function watermarks({ sql, inputs }: CompiledNode, self: InputRelation): readonly Watermark[] {
  const tokens = significant(sql);
  const own = names(sql, tokens, self);
  const others = inputs.filter((input) => input !== self).flatMap((input) => names(sql, tokens, input));
  const found: Watermark[] = [];
  const open: number[] = [];
  for (const [index, token] of tokens.entries()) {
    const symbol = token.kind === 'symbol' ? sql[token.start] : '';
    if (symbol === '(') open.push(index);
    if (symbol !== ')') continue;
    const first = open.pop();
    if (first === undefined) continue;
    const [start, end] = [tokens[first]!.start, token.end];
    const inside = (offset: number): boolean => offset > start && offset < end;
    const before = first === 0 ? '' : word(sql, tokens[first - 1]!);
    if (word(sql, tokens[first + 1]!) !== 'select' || NO_SCALAR.has(before)) continue;
    if (!own.some(inside) || others.some(inside)) continue;
    const text = sql.slice(start + 1, end - 1);
    if (!AGGREGATES.test(text) || GROUPED.test(text)) continue;
    // The outermost one counts: those inside of it were found before.
    while (found.length > 0 && found.at(-1)!.start > start) found.pop();
    found.push({ start, end, sql: text });
  }
  return found;
}

/** null: it is left as it is, since it is no single value or cannot be computed by itself. */
async function literal(
  { sql }: Watermark,
  self: InputRelation,
  compiled: CompiledNode,
  context: RunContext,
): Promise<string | null> {
  let result: ResultTable;
  try {
    const plan = await context.plan({ ...compiled, sql, inputs: [self], locate: () => null });
    if ('reason' in plan) return null;
    const { signal } = new AbortController();
    const work = { context, plan, stopwatch: new Stopwatch(), signal, shared: null };
    result = await withNamespace(work, async (namespace) =>
      (await context.engine()).query({ namespace, sql: plan.compiled.sql }, 2),
    );
  } catch (error) {
    // It reads a column of the query around it, or has a mistake that the whole query will show.
    if (error instanceof DvtError && error.code.startsWith('DVT2')) return null;
    throw error;
  }
  const [column, second] = result.columns;
  if (column === undefined || second !== undefined || result.rows.length !== 1) return null;
  if (/[[\]({]|BLOB|BIT|ENUM|UNION/i.test(column.type.replace(/^DECIMAL\(\d+,\s*\d+\)$/i, ''))) return null;
  const value = result.rows[0]![0]!;
  const shown = value === null ? 'null' : `'${String(value).replaceAll("'", "''")}'`;
  context.emit({ type: 'debug', message: `watermark: ${sql.trim()} is ${shown}`, fields: { node: compiled.node.id } });
  return `cast(${shown} as ${column.type})`;
}

function significant(sql: string): readonly SqlToken[] {
  return [...sqlTokens(sql)].filter(({ kind }) => kind !== 'space' && kind !== 'comment');
}

/** Where a text names a relation. */
function names(sql: string, tokens: readonly SqlToken[], { federated }: InputRelation): readonly number[] {
  const { catalog, schema, identifier } = federated;
  const name = [catalog, schema, identifier].map((level) => `"${level.replaceAll('"', '""')}"`).join('.');
  return tokens
    .filter(({ kind, start }) => kind === 'quoted name' && sql.startsWith(name, start))
    .map(({ start }) => start);
}

function word(sql: string, { kind, start, end }: SqlToken): string {
  return kind === 'name' ? sql.slice(start, end).toLowerCase() : '';
}
