import type { RelationName } from '../../../spi/relation.js';
import { relation } from '../dialect/quote.js';
import { refusalOf } from '../session/refusal.js';
import { errorNumber } from '../session/server-error.js';
import type { Session } from '../session/session.js';

/** ER_TABLEACCESS_DENIED_ERROR, which MariaDB says of `*`, and ER_COLUMNACCESS_DENIED_ERROR. */
const DENIED: ReadonlySet<number | null> = new Set([1142, 1143]);
/** "GRANT SELECT (`id`), INSERT ON `db`.`table` TO ..."; names are quoted as sql_mode says. */
const ON_COLUMNS =
  /\bSELECT \(.* ON (?:TABLE )?(?:`((?:[^`]|``)+)`|"((?:[^"]|"")+)")\.(?:`((?:[^`]|``)+)`|"((?:[^"]|"")+)") TO /;

/**
 * Relations of which the user may read some columns only, by `nameKey`. The catalog has no trace of the others: it shows a
 * smaller table, of which the server refuses `select *`.
 */
export async function partlyReadable(session: Session, names: readonly RelationName[]): Promise<ReadonlySet<string>> {
  const grants = await session.texts('show grants').catch(() => []);
  const granted = new Set(grants.map(([grant]) => relationOfColumns(grant ?? '')));
  const partly = new Set<string>();
  for (const name of names.filter((one) => granted.has(nameKey(one)))) {
    // Another grant may give them all.
    const error = await refusalOf(session, `select * from ${relation(name)}`);
    if (DENIED.has(errorNumber(error))) partly.add(nameKey(name));
  }
  return partly;
}

/** A relation as it is looked for among others; some servers' names have no case. */
export function nameKey({ schema, identifier }: RelationName): string {
  return JSON.stringify([schema?.toLowerCase(), identifier.toLowerCase()]);
}

function relationOfColumns(grant: string): string | null {
  const found = ON_COLUMNS.exec(grant);
  if (found === null) return null;
  const [, database, databaseToo, table, tableToo] = found;
  const unquoted = (backticks: string | undefined, quotes: string | undefined) =>
    backticks?.replaceAll('``', '`') ?? quotes?.replaceAll('""', '"') ?? '';
  return nameKey({
    database: null,
    schema: unquoted(database, databaseToo),
    identifier: unquoted(table, tableToo),
  });
}
