import { DvtError } from '../../../core/errors.js';
import { nestedAsJson } from '../../../core/nested-json.js';
import type { ColumnType, ResultColumn } from '../../../spi/column-type.js';
import type { LoadOptions } from '../../../spi/connection.js';
import type { LoadPlan } from '../../../spi/load.js';
import type { RelationName } from '../../../spi/relation.js';
import { affinityOf } from '../catalog/declared-type.js';
import { columnType } from '../dialect/column-type.js';
import { dialect } from '../dialect/dialect.js';
import { quoteIdentifier } from '../dialect/quoting.js';
import type { Database } from '../profile.js';

/** The engine type in which the writer gets a column. */
export type Delivered = 'bigint' | 'double' | 'varchar' | 'blob';

/** What a value must be beside its delivered type. */
export type Check = 'integer' | 'decimal' | 'date' | 'timestamp' | 'json' | 'text' | null;

export interface LoadColumn {
  readonly name: string;
  readonly delivered: Delivered;
  readonly check: Check;
}

/** What the writer is given. */
export interface LoadData {
  readonly database: Database;
  /** as SQL names it */
  readonly staging: string;
  readonly create: string;
  readonly columns: readonly LoadColumn[];
}

/** Engine expression of a column in its delivered type. `c` is quoted as the engine does. */
interface Encoding {
  readonly delivered: Delivered;
  readonly check: Check;
  project(c: string, column: ResultColumn): string;
}

const bigint: Encoding = { delivered: 'bigint', check: null, project: (c) => `cast(${c} as bigint)` };
const double: Encoding = { delivered: 'double', check: null, project: (c) => `cast(${c} as double)` };
const blob: Encoding = { delivered: 'blob', check: null, project: (c) => c };
const text = (check: Check): Encoding => ({ delivered: 'varchar', check, project: (c) => `cast(${c} as varchar)` });

const nested: Encoding = {
  delivered: 'varchar',
  check: 'json',
  project: (c, { name, type }) => nestedAsJson(c, name, type),
};

const ENCODINGS: Readonly<Record<string, Encoding>> = {
  boolean: bigint,
  int8: bigint,
  int16: bigint,
  int32: bigint,
  int64: bigint,
  uint8: bigint,
  uint16: bigint,
  uint32: bigint,
  uint64: text('integer'),
  hugeint: text('integer'),
  uhugeint: text('integer'),
  float32: double,
  float64: double,
  decimal: text('decimal'),
  date: text('date'),
  time: text('text'),
  timestamp: text('timestamp'),
  // By way of microseconds: DuckDB's own text of it follows the session's time zone.
  timestamptz: {
    delivered: 'varchar',
    check: 'timestamp',
    project: (c) =>
      `case when isfinite(${c}) then cast(make_timestamp(epoch_us(${c})) as varchar) || '+00:00' else cast(${c} as varchar) end`,
  },
  uuid: text('text'),
  varchar: text('text'),
  json: text('json'),
  list: nested,
  struct: nested,
  other: text('text'),
  blob,
};

/** How a result is loaded into a staging table. Throws a DvtError for a column that SQLite has no type for. */
export function loadPlan(
  database: Database,
  staging: RelationName,
  columns: readonly ResultColumn[],
  { columnTypes }: LoadOptions,
): LoadPlan {
  if (columns.length === 0) {
    throw new DvtError({ code: 'DVT5405', message: 'SQLite has no table without columns', hint: 'Select a column.' });
  }
  const definitions = columns.map(({ name, type }) => {
    const given = columnTypes.get(name);
    return { name, type, declared: given ?? columnType(type, name), encoding: encodingOf(type, given) };
  });
  const data: LoadData = {
    database,
    staging: dialect.relation(staging),
    create: `create table ${dialect.relation(staging)} (${definitions
      .map(({ name, declared }) => `${quoteIdentifier(name)} ${declared}`)
      .join(', ')})`,
    columns: definitions.map(({ name, encoding }) => ({ name, delivered: encoding.delivered, check: encoding.check })),
  };
  return {
    kind: 'write',
    module: new URL('./writer.js', import.meta.url).href,
    data,
    projection: definitions.map(({ name, type, encoding }) => encoding.project(quoteIdentifier(name), { name, type })),
  };
}

/** A `data_type` of text keeps every digit of a number: the value is sent as its text. */
function encodingOf(type: ColumnType, given: string | undefined): Encoding {
  const own = ENCODINGS[type.kind]!;
  if (given === undefined || own.delivered === 'blob' || affinityOf(given) !== 'TEXT') return own;
  return own.check === 'integer' || own.check === 'decimal' || own.delivered !== 'varchar' ? text('text') : own;
}
