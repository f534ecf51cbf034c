import { DvtError } from '../../../core/errors.js';
import type { RelationColumn, RelationDescription, RelationKind, RelationName } from '../../../spi/relation.js';
import { databaseOf, quote, relation, string } from '../dialect/quote.js';
import { errorNumber } from '../session/server-error.js';
import type { Session } from '../session/session.js';
import { nativeType } from '../types/native-types.js';
import { nativeTypeOf } from '../types/parse-type.js';
import { nameKey, partlyReadable } from './column-rights.js';
import { DescribeColumn as C, describeSql, KEY_POSITION, type Lookup } from './describe-sql.js';

/** Relations of one statement; MariaDB limits the selects of a union only by memory, people read the log. */
const RELATIONS_A_STATEMENT = 50;
const PARTLY =
  'the user may read some of its columns only, and sees no others: `*` stands for those. Name the columns, or grant select on all';
const NO_SUCH_TABLE: ReadonlySet<number | null> = new Set([1146, 1049, 1051]);

type CatalogRow = readonly (string | null)[];

/** Describes relations, null where there is none of that name. Throws DVT4006 for one that may not be read. */
export async function describe(
  session: Session,
  names: readonly RelationName[],
  defaultDatabase: string | null,
): Promise<(RelationDescription | null)[]> {
  const [setting] = await session.texts('select @@lower_case_table_names');
  const namesHaveCase = setting?.[0] === '0';
  const described: (RelationDescription | null)[] = [];
  for (let start = 0; start < names.length; start += RELATIONS_A_STATEMENT) {
    const part = names.slice(start, start + RELATIONS_A_STATEMENT);
    const lookups = part.map((name) => ({ database: databaseNamed(name, defaultDatabase), table: name.identifier }));
    const rows = await session.texts(describeSql(lookups));
    for (const [at, { database, table }] of lookups.entries()) {
      const own = sameName(
        rows.filter((row) => row[C.at] === String(at)),
        lookups[at]!,
        namesHaveCase,
      );
      described.push(await description(session, { database: null, schema: database, identifier: table }, own));
    }
  }
  const partly = await partlyReadable(
    session,
    described.flatMap((one) => (one === null ? [] : [one.name])),
  );
  return described.map((one) => (one !== null && partly.has(nameKey(one.name)) ? { ...one, note: PARTLY } : one));
}

/** Relations of one database, in the order of their names. */
export async function list(
  session: Session,
  database: string,
): Promise<{ readonly name: RelationName; readonly kind: RelationKind }[]> {
  const rows = await session.texts(
    `select table_name, table_type from information_schema.tables where table_schema = ${string(database)} order by 1`,
  );
  return rows.map(([table, type]) => ({
    name: { database: null, schema: database, identifier: table! },
    kind: kindOf(type!),
  }));
}

function databaseNamed(name: RelationName, fallback: string | null): string {
  const database = databaseOf(name, fallback);
  if (database !== null) return database;
  throw new DvtError({
    code: 'DVT1250',
    message: `${quote(name.identifier)} has no database, and its connection has no default one.`,
    hint: 'Set database in the profile, or schema on the source.',
  });
}

async function description(
  session: Session,
  name: RelationName,
  rows: readonly CatalogRow[],
): Promise<RelationDescription | null> {
  const own = rows.find((row) => row[C.column] === null);
  if (own === undefined) {
    await explainAbsence(session, name);
    return null;
  }
  const isKey = (row: CatalogRow) => row[C.position] === String(KEY_POSITION);
  const columns = rows.filter(
    (row) => row[C.column] !== null && !isKey(row) && !/\bINVISIBLE\b/.test(row[C.extra] ?? ''),
  );
  // A view over a table that changed has no columns in the catalog; reading it tells what is wrong.
  if (columns.length === 0) await session.run(`select * from ${relation(name)} limit 0`);
  const tableRows = numberOf(own[C.rows]);
  return {
    name: { database: null, schema: own[C.database]!, identifier: own[C.table]! },
    kind: kindOf(own[C.kind]!),
    columns: columns.map((row) => ({
      ...column(row),
      ...distinctValues(row, rows.filter(isKey), tableRows),
      ...commented(row),
    })),
    statistics: { rows: tableRows, bytes: numberOf(own[C.bytes]) },
    keys: keysOf(rows.filter((row) => isKey(row) && row[C.extra] === '0')),
    // A view has the word VIEW there.
    ...(kindOf(own[C.kind]!) === 'table' && commented(own)),
  };
}

/** The server says an empty text where there is no comment. */
function commented(row: CatalogRow): { readonly comment?: string } {
  const comment = row[C.comment] ?? '';
  return comment === '' ? {} : { comment };
}

/** Columns of each unique index whose columns are whole and never NULL. */
function keysOf(rows: readonly CatalogRow[]): readonly (readonly string[])[] {
  const indexes = [...new Set(rows.map((row) => row[C.kind]))];
  return indexes
    .map((index) => rows.filter((row) => row[C.kind] === index))
    .filter((own) =>
      own.every((row) => row[C.column] !== null && row[C.columnType] === null && row[C.nullable] !== 'YES'),
    )
    .map((own) => own.map((row) => row[C.column]!));
}

/** Different values of a column that comes first in an index; as many as rows where it is a unique one's only column. */
function distinctValues(
  column: CatalogRow,
  indexed: readonly CatalogRow[],
  tableRows: number | null,
): { readonly distinct?: number } {
  const first = indexed.find(
    (row) => row[C.column] === column[C.column] && row[C.rows] !== null && row[C.columnType] === null,
  );
  if (first === undefined) return {};
  const alone = first[C.extra] === '0' && indexed.filter((row) => row[C.kind] === first[C.kind]).length === 1;
  return { distinct: (alone ? tableRows : null) ?? Number(first[C.rows]) };
}

function column(row: CatalogRow): RelationColumn {
  const spelled = nativeTypeOf(row[C.columnType]!, row[C.collation] ?? null);
  const { type, comparison, note } = nativeType(spelled);
  return {
    name: row[C.column]!,
    nativeType: spelled,
    type,
    nullable: row[C.nullable] !== 'NO',
    comparison,
    ...(note !== undefined && { note }),
  };
}

/** The catalog hides what a user may not read; a statement tells the difference. */
async function explainAbsence(session: Session, name: RelationName): Promise<void> {
  try {
    await session.run(`select 1 from ${relation(name)} limit 0`);
  } catch (error) {
    if (NO_SUCH_TABLE.has(errorNumber(error))) return;
    if (!(error instanceof DvtError) || error.code !== 'DVT4006') throw error;
    const [first] = error.diagnostics;
    throw new DvtError(
      {
        ...first!,
        message: `${first!.message}; ${relation(name)} is missing or may not be read by this user`,
        hint: 'Grant SELECT on it, or correct its name.',
      },
      { cause: error },
    );
  }
}

/** Rows of the relation of just this name; where the server's names have no case, of the one it knows. */
function sameName(
  rows: readonly CatalogRow[],
  { database, table }: Lookup,
  namesHaveCase: boolean,
): readonly CatalogRow[] {
  const exact = rows.filter((row) => row[C.database] === database && row[C.table] === table);
  return exact.length > 0 || namesHaveCase ? exact : rows;
}

function kindOf(tableType: string): RelationKind {
  return /VIEW/.test(tableType) ? 'view' : 'table';
}

function numberOf(text: string | null | undefined): number | null {
  return text === null || text === undefined ? null : Number(text);
}
