import { DvtError } from '../../../core/errors.js';
import type { RelationColumn, RelationDescription, RelationName } from '../../../spi/relation.js';
import { quoteString, relationSql } from '../dialect/quoting.js';
import type { Run } from '../session/pool.js';
import { sourceType, textNote } from '../types/source-type.js';
import { describeSql } from './describe-sql.js';
import { RELATION_KINDS } from './list.js';

type Row = readonly (string | null)[];

/** Place of the relation's keys, a JSON array of arrays of names. */
const KEYS = 11;
const DISTINCT = 12;
const OWNER = 13;
const COMMENT = 14;
const COLUMN_COMMENT = 15;

/** Describes relations in one round trip; null where there is none of that name. */
export async function describeRelations(
  run: Run,
  connection: string,
  names: readonly RelationName[],
): Promise<readonly (RelationDescription | null)[]> {
  const wanted = quoteString(JSON.stringify(names.map(({ schema, identifier }) => [schema, identifier])));
  // With pg_catalog alone on the path, format_type qualifies every type that is not the system's own.
  const { rows } = await run(`begin read only; set local search_path = pg_catalog; ${describeSql(wanted)}; commit`);
  const byPosition = new Map<number, Row[]>();
  for (const row of rows) {
    const position = Number(row[0]);
    byPosition.set(position, [...(byPosition.get(position) ?? []), row]);
  }
  return names.map((name, position) => {
    const found = byPosition.get(position);
    return found ? description(connection, name, found) : null;
  });
}

function description(connection: string, name: RelationName, rows: readonly Row[]): RelationDescription {
  const [, kind, rowCount, byteCount, mayRead] = rows[0]!;
  if (mayRead !== 't') {
    throw new DvtError({
      code: 'DVT4006',
      message: `Connection ${connection}: the user may not read ${relationSql(name)}`,
      hint: `Grant usage on its schema and select on ${relationSql(name)} to the user of the profile.`,
    });
  }
  return {
    name,
    kind: RELATION_KINDS[kind ?? ''] ?? 'table',
    columns: rows
      .filter((row) => row[5] !== null)
      .map((row) => ({ ...column(row), ...distinctValues(row), ...commented(row, COLUMN_COMMENT) })),
    statistics: {
      rows: rowCount === null ? null : Number(rowCount),
      bytes: byteCount === null ? null : Number(byteCount),
    },
    keys: JSON.parse(rows[0]![KEYS] ?? '[]') as string[][],
    ...commented(rows[0]!, COMMENT),
    owner: rows[0]![OWNER]!,
  };
}

function column([, , , , , name, spelling, kind, notNull, mayRead, collation]: Row): RelationColumn {
  const { type, family } = sourceType(spelling!);
  const note = textNote(spelling!, kind!);
  return {
    name: name!,
    nativeType: spelling!,
    type,
    nullable: notNull !== 't',
    comparison: comparisonOf(family, kind!, collation ?? null),
    ...(mayRead !== 't' && { readable: false }),
    ...(note !== null && { note }),
  };
}

function commented(row: Row, place: number): { readonly comment?: string } {
  const comment = row[place] ?? null;
  return comment === null ? {} : { comment };
}

/** `n_distinct` of pg_stats: a number of values, or less than 0 as a part of the rows. */
function distinctValues(row: Row): { readonly distinct?: number } {
  const distinct = Number(row[DISTINCT] ?? 0);
  if (distinct === 0) return {};
  return { distinct: distinct > 0 ? distinct : Math.round(-distinct * Number(row[2] ?? 0)) };
}

function comparisonOf(family: string, kind: string, collation: string | null): RelationColumn['comparison'] {
  switch (family) {
    case 'text':
      return collation === 'bytewise' ? 'same' : collation === 'deterministic' ? 'same equality' : 'differs';
    case 'other':
      // An enum is ordered by its labels' positions, and fetched as their text.
      return kind === 'e' ? 'same equality' : 'differs';
    case 'padded text':
    case 'json':
    case 'interval':
      return 'differs';
    default:
      return 'same';
  }
}
