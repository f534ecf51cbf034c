import { DvtError } from '../../../core/errors.js';
import type { ColumnType, ResultColumn } from '../../../spi/column-type.js';
import type { LoadOptions } from '../../../spi/connection.js';
import type { LoadPlan } from '../../../spi/load.js';
import type { RelationName } from '../../../spi/relation.js';
import { quoteString, relationSql } from '../dialect/quoting.js';
import type { SessionOptions } from '../session/options.js';
import type { SessionPool } from '../session/pool.js';
import { columnType, projection } from '../types/column-types.js';
import { engineTypeFor, type LoadColumn, loadForm } from './load-form.js';
import type { WriteData } from './open-writer.js';

/** How a result is loaded: column types from the model where it says them, the binary form, what the engine casts. */
export async function planLoad(
  pool: SessionPool,
  session: SessionOptions,
  staging: RelationName,
  columns: readonly ResultColumn[],
  { columnTypes }: LoadOptions,
): Promise<LoadPlan> {
  refuseDuplicates(columns);
  const asked = columns.filter(({ name }) => columnTypes.has(name));
  const spellings = await resolveTypes(
    pool,
    staging,
    asked.map(({ name }) => columnTypes.get(name)!),
  );
  const planned = columns.map(({ name, type }) => {
    const wanted = columnTypes.get(name);
    if (wanted === undefined) return natural(name, type);
    return overridden(name, type, wanted, spellings[asked.findIndex((column) => column.name === name)] ?? '');
  });
  const data: WriteData = { session, staging: relationSql(staging), columns: planned.map(({ column }) => column) };
  const isPlain = planned.every(({ expression }, index) => expression === engineName(columns[index]!.name));
  return {
    kind: 'write',
    module: new URL('./open-writer.js', import.meta.url).href,
    data,
    projection: isPlain ? null : planned.map(({ expression }) => expression),
  };
}

interface Planned {
  readonly column: LoadColumn;
  /** the engine's expression for the values that are encoded */
  readonly expression: string;
}

const engineName = (name: string) => `"${name.replaceAll('"', '""')}"`;

/** Names of column types as `columnType` gives them, as `format_type` does. */
const FORMAL: Readonly<Record<string, string>> = {
  time: 'time without time zone',
  timestamp: 'timestamp without time zone',
  timestamptz: 'timestamp with time zone',
};

function natural(name: string, type: ColumnType): Planned {
  const spelled = columnType(type, name);
  const form = loadForm(FORMAL[spelled] ?? spelled) ?? 'text';
  return {
    column: { name, columnType: spelled, form, convertTo: null },
    expression: projection({ name, type }, engineName(name)),
  };
}

/** `wanted` is what the model says, `spelling` the same as the server spells it, domains resolved. */
function overridden(name: string, type: ColumnType, wanted: string, spelling: string): Planned {
  const form = loadForm(spelling);
  const nested = type.kind === 'list' || type.kind === 'struct';
  const target = nested ? 'VARCHAR' : engineTypeFor(spelling, type);
  const value = nested ? projection({ name, type }, engineName(name)) : engineName(name);
  const direct =
    form !== null && (target !== 'VARCHAR' || form === 'text' || form === 'padded text' || form === 'jsonb');
  return {
    column: direct
      ? { name, columnType: wanted, form, convertTo: null }
      : { name, columnType: 'text', form: 'text', convertTo: wanted },
    expression: target === null ? value : `CAST(${value} AS ${target})`,
  };
}

/** Spells types as `format_type` does, domains resolved, by a table that is created and rolled back. */
async function resolveTypes(
  pool: SessionPool,
  staging: RelationName,
  types: readonly string[],
): Promise<readonly string[]> {
  if (types.length === 0) return [];
  const relation = relationSql(staging);
  const columns = types.map((type, index) => `c${index} ${type}`).join(', ');
  const sql = `set local search_path = pg_catalog;
with recursive found as (
  select a.attnum, a.atttypid as type, a.atttypmod as modifier from pg_attribute a
  where a.attrelid = ${quoteString(relation)}::regclass and a.attnum > 0
  union all
  select f.attnum, t.typbasetype, case when t.typtypmod >= 0 then t.typtypmod else f.modifier end
  from found f join pg_type t on t.oid = f.type and t.typtype = 'd')
select format_type(f.type, f.modifier) from found f join pg_type t on t.oid = f.type and t.typtype <> 'd' order by f.attnum`;
  return pool.use(`resolving the data types of ${relation}`, async (run) => {
    try {
      await run(`begin; create table ${relation} (${columns})`);
      const { rows } = await run(sql);
      return rows.map((row) => row[0]!);
    } finally {
      await run('rollback');
    }
  });
}

function refuseDuplicates(columns: readonly ResultColumn[]): void {
  const seen = new Set<string>();
  for (const { name } of columns) {
    if (seen.has(name)) {
      throw new DvtError({
        code: 'DVT5107',
        message: `the model's result has two columns named ${name}`,
        hint: 'Give one of them an alias.',
      });
    }
    seen.add(name);
  }
}
