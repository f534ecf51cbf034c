import type { RelationDescription } from '../../../spi/relation.js';
import type { ReadTask, ScanColumn, ScanPlan, ScanRequest, SessionPlan } from '../../../spi/scan.js';
import { dialect } from '../dialect/dialect.js';
import { quoteIdentifier } from '../dialect/quoting.js';
import type { Database } from '../profile.js';
import type { ScanData } from './reader.js';

/** One statement in one read transaction, its own or that of `session`: a file is read as fast by one reader as by two. */
export function planScan(
  database: Database,
  { relation, columns, predicate }: ScanRequest,
  session: SessionPlan | null,
): ScanPlan {
  const texts = columns.filter(({ type }) => type.kind === 'varchar' || type.kind === 'json');
  // Bytes of all texts of a row, by which the reader sees a NUL, at which SQLite's text interface ends a value.
  const bytes = texts.map(({ name }) => {
    const column = quoteIdentifier(name);
    return `iif(typeof(${column}) = 'text', octet_length(${column}), 0)`;
  });
  const selected = [...columns.map(select), ...(bytes.length > 0 ? [bytes.join(' + ')] : [])];
  const where = predicate === null ? '' : ` where ${predicate}`;
  const relationName = dialect.relation(relation.name);
  const rowid = predicate === null && relation.kind === 'table' ? rowidOf(relation) : null;
  const data: ScanData = {
    database: { ...database, readOnly: true },
    sql: `select ${selected.join(', ') || '1'} from ${relationName}${where}`,
    pages:
      rowid === null
        ? null
        : `select ${[...selected, rowid].join(', ')} from ${relationName} where ${rowid} >= ? order by ${rowid} limit ?`,
    relation: relationName,
    columns: columns.map(({ name, nativeType, type }) => ({ name, nativeType, type })),
    measured: bytes.length > 0,
  };
  const task: ReadTask = {
    sql: shownSql({ relation, columns, predicate }),
    module: new URL('./reader.js', import.meta.url).href,
    data,
    ...(session && { session }),
  };
  return { kind: 'read', tasks: [task], release: async () => {} };
}

/** The statement of a scan without what only its reader asks for. */
export function shownSql({ relation, columns, predicate }: Omit<ScanRequest, 'maxSplits'>): string {
  const where = predicate === null ? '' : ` where ${predicate}`;
  return `select ${columns.map(select).join(', ') || '1'} from ${dialect.relation(relation.name)}${where}`;
}

/** A name of the rowid that no column hides. Whether the table has one at all is seen when the statement is prepared. */
function rowidOf({ columns }: RelationDescription): string | null {
  const taken = new Set(columns.map(({ name }) => name.toLowerCase()));
  return ['rowid', '_rowid_', 'oid'].find((name) => !taken.has(name)) ?? null;
}

/** The reader converts; only the bytes of a text (`fetch_as: blob`) must be asked for. */
function select({ name, type, cast }: ScanColumn): string {
  const column = quoteIdentifier(name);
  return cast && type.kind === 'blob' ? `cast(${column} as blob) as ${column}` : column;
}
