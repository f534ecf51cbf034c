import type { ColumnType } from '../../../spi/column-type.js';
import type { RelationColumn, RelationDescription, RelationName } from '../../../spi/relation.js';
import { quoteIdentifier, quoteString } from '../dialect/quoting.js';
import type { Session } from '../session/session.js';
import { promisedType } from './declared-type.js';

interface Column {
  readonly name: string;
  readonly declared: string;
  readonly nullable: boolean;
}

/** Columns and types of one relation (a table or view); null where the schema has none of that name. */
export async function describeRelation(
  session: Session,
  name: RelationName & { readonly schema: string },
): Promise<RelationDescription | null> {
  const schema = quoteIdentifier(name.schema);
  const entry = await session.run(
    `select type, name, sql from ${schema}.sqlite_schema
      where type in ('table', 'view') and lower(name) = lower(${quoteString(name.identifier)})
      order by name = ${quoteString(name.identifier)} desc`,
  );
  const found = entry.rows[0];
  if (!found) return null;
  const [kind, identifier, definition] = found as [string, string, string | null];
  const columns = await columnsOf(session, name.schema, identifier);
  const from = `${schema}.${quoteIdentifier(identifier)}`;
  const types = await typesOf(session, from, columns);
  const collates = kind === 'view' ? await anyCollation(session, schema) : /\bcollate\b/i.test(definition ?? '');
  const utf16 = (await session.run('pragma encoding')).rows[0]?.[0] !== 'UTF-8';
  return {
    name: { database: null, schema: name.schema, identifier },
    kind: kind === 'view' ? 'view' : 'table',
    columns: columns.map(({ name: column, declared, nullable }, index) => ({
      name: column,
      nativeType: declared,
      nullable,
      // What is sent names the collation BINARY, which in UTF-16 does not order by code points, whatever a column says.
      comparison: utf16 ? 'same equality' : collates ? 'differs' : 'same',
      ...types[index]!,
    })),
    statistics: { rows: kind === 'view' ? null : await statistics(session, schema, identifier), bytes: null },
  };
}

async function columnsOf(session: Session, schema: string, identifier: string): Promise<readonly Column[]> {
  const { rows } = await session.run(`pragma ${quoteIdentifier(schema)}.table_xinfo(${quoteIdentifier(identifier)})`);
  // cid, name, type, notnull, dflt_value, pk, hidden: 1 is a virtual table's hidden column, 2 and 3 are generated ones
  return rows
    .filter((row) => row[6] !== 1n)
    .map((row) => ({ name: String(row[1]), declared: String(row[2]), nullable: row[3] === 0n }));
}

type Typed = Pick<RelationColumn, 'type' | 'note'>;

/** Where the declared type promises nothing, the storage classes of all values decide. */
async function typesOf(session: Session, from: string, columns: readonly Column[]): Promise<readonly Typed[]> {
  const promised = columns.map(({ declared }) => promisedType(declared));
  const open = columns.filter((_, index) => promised[index] === null);
  if (open.length === 0) return promised.map((type) => ({ type: type! }));
  const classes = ['integer', 'real', 'text', 'blob'];
  const seen = open.flatMap(({ name }) =>
    classes.map((storage) => `coalesce(max(typeof(${quoteIdentifier(name)}) = '${storage}'), 0)`),
  );
  const { rows } = await session.run(`select ${seen.join(', ')} from ${from}`);
  const flags = rows[0] ?? [];
  let next = 0;
  return promised.map((type) => {
    if (type) return { type };
    const held = classes.filter((_, index) => flags[next * classes.length + index] === 1n);
    next++;
    return typeOfClasses(held);
  });
}

const SOLE: Readonly<Record<string, ColumnType>> = {
  integer: { kind: 'int64' },
  real: { kind: 'float64' },
  text: { kind: 'varchar' },
  blob: { kind: 'blob' },
};

function typeOfClasses(held: readonly string[]): Typed {
  if (held.length === 1) return { type: SOLE[held[0]!]! };
  if (held.length === 0) return { type: { kind: 'varchar' } };
  if (!held.includes('text') && !held.includes('blob')) return { type: { kind: 'float64' } };
  const note = `its type is not declared and it holds ${held.join(' and ')} values: fetched as text`;
  return { type: { kind: 'varchar' }, note };
}

async function anyCollation(session: Session, schema: string): Promise<boolean> {
  const { rows } = await session.run(`select 1 from ${schema}.sqlite_schema where sql like '%collate%' limit 1`);
  return rows.length > 0;
}

/** Rows as ANALYZE saw them; without it SQLite keeps no count, and the highest rowid bounds it from above. */
async function statistics(session: Session, schema: string, identifier: string): Promise<number | null> {
  const analyzed = await session
    .run(`select stat from ${schema}.sqlite_stat1 where tbl = ${quoteString(identifier)} limit 1`)
    .catch(() => null);
  const counted = Number.parseInt(String(analyzed?.rows[0]?.[0] ?? ''), 10);
  if (Number.isFinite(counted)) return counted;
  const highest = await session
    .run(`select max(rowid) from ${schema}.${quoteIdentifier(identifier)}`)
    .catch(() => null);
  const rowid = highest?.rows[0]?.[0];
  return typeof rowid === 'bigint' && rowid >= 0n ? Number(rowid) : null;
}
