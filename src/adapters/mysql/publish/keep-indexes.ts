import type { PublishOptions } from '../../../spi/connection.js';
import type { RelationName } from '../../../spi/relation.js';
import { quote, relation, string } from '../dialect/quote.js';
import type { Session } from '../session/session.js';

/** An index, as information_schema.statistics has it. */
interface Index {
  readonly name: string;
  readonly unique: boolean;
  /** BTREE, HASH, FULLTEXT, SPATIAL */
  readonly kind: string;
  readonly parts: readonly { readonly column: string | null; readonly prefix: string | null; readonly order: string }[];
}

/** Characters of text that every row format can index. */
const TEXT_PREFIX = 191;

/**
 * Gives the staging table the old one's indexes whose columns it has, before it takes its place. One that the new data or
 * types do not allow is left out, and said so.
 */
export async function keepIndexes(
  session: Session,
  old: RelationName,
  staging: RelationName,
  notice: (message: string) => void,
  constraints?: PublishOptions['constraints'],
): Promise<void> {
  const indexes = (await indexesOf(session, old)).filter(({ unique }) => !(unique && constraints === 'own'));
  if (indexes.length === 0) return;
  const columns = await columnsOf(session, staging);
  const additions: { readonly name: string; readonly sql: string }[] = [];
  for (const index of indexes) {
    if (!index.parts.every(({ column }) => column !== null && columns.has(column.toLowerCase()))) continue;
    const sql = addition(index, columns);
    if (sql !== null) additions.push({ name: index.name, sql });
    else
      notice(
        `Index ${index.name} of ${relation(old)} was not kept: it is unique, and its column is now text of any length.`,
      );
  }
  if (additions.length === 0) return;
  const all = additions.map(({ sql }) => sql).join(', ');
  try {
    await session.run(`alter table ${relation(staging)} ${all}`);
  } catch {
    // One that fails takes all of them down: which one, is found by trying each.
    for (const { name, sql } of additions) {
      await session.run(`alter table ${relation(staging)} ${sql}`).catch((error: Error) => {
        notice(`Index ${name} of ${relation(old)} was not kept: ${error.message}`);
      });
    }
  }
}

async function indexesOf(session: Session, { schema, identifier }: RelationName): Promise<Index[]> {
  const rows = await session.texts(
    `select index_name, non_unique, index_type, column_name, sub_part, collation from information_schema.statistics
where table_schema = ${string(schema!)} and table_name = ${string(identifier)} order by index_name, seq_in_index`,
  );
  const byName = new Map<string, Index & { readonly parts: Index['parts'][number][] }>();
  for (const [name, nonUnique, kind, column, prefix, collation] of rows) {
    const index = byName.get(name!) ?? { name: name!, unique: nonUnique === '0', kind: kind!, parts: [] };
    index.parts.push({ column: column ?? null, prefix: prefix ?? null, order: collation === 'D' ? ' desc' : '' });
    byName.set(name!, index);
  }
  return [...byName.values()];
}

/** What matters of a column for an index. */
interface IndexedColumn {
  /** text or bytes of any length: only a part can be indexed */
  readonly unbounded: boolean;
  /** characters; null for numbers and dates */
  readonly length: number | null;
}

/** Columns of a table by lower-case name. */
async function columnsOf(
  session: Session,
  { schema, identifier }: RelationName,
): Promise<ReadonlyMap<string, IndexedColumn>> {
  const rows = await session.texts(
    `select column_name, data_type, character_maximum_length from information_schema.columns where table_schema = ${string(schema!)} and table_name = ${string(identifier)}`,
  );
  return new Map(
    rows.map(([name, type, length]) => [
      name!.toLowerCase(),
      { unbounded: /text|blob|json/i.test(type!), length: length == null ? null : Number(length) },
    ]),
  );
}

/** The clause of ALTER TABLE that adds the index; null for a unique one that would now cover only a part of a text. */
function addition({ name, unique, kind, parts }: Index, columns: ReadonlyMap<string, IndexedColumn>): string | null {
  const items: string[] = [];
  for (const { column, prefix, order } of parts) {
    const { unbounded, length } = columns.get(column!.toLowerCase())!;
    if (unique && unbounded && prefix === null) return null;
    const wished = prefix === null ? TEXT_PREFIX : Number(prefix);
    const cut = kind !== 'FULLTEXT' && (unbounded || (prefix !== null && length !== null && length > wished));
    items.push(`${quote(column!)}${cut ? `(${wished})` : ''}${order}`);
  }
  const list = `(${items.join(', ')})`;
  if (name === 'PRIMARY') return `add primary key ${list}`;
  const sort = unique ? 'unique ' : kind === 'FULLTEXT' ? 'fulltext ' : kind === 'SPATIAL' ? 'spatial ' : '';
  return `add ${sort}index ${quote(name)} ${list}`;
}
