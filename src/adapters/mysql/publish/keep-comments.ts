import type { RelationName } from '../../../spi/relation.js';
import { relation, string } from '../dialect/quote.js';
import type { Session } from '../session/session.js';

/** What ends a column's definition in SHOW CREATE TABLE where it has a comment, before a check. */
const OWN_COMMENT = / COMMENT '(?:[^'\\]|''|\\.)*'(?=$| CHECK \()/;
const CHECK = / CHECK \(.*\)$/;

/** Gives the staging table the comments of the old one: its own, and those of columns that it has, too. */
export async function keepComments(
  session: Session,
  old: RelationName,
  staging: RelationName,
  tableComment: string,
  notice: (message: string) => void,
): Promise<void> {
  const columns = await commentedColumns(session, old);
  if (tableComment === '' && columns.size === 0) return;
  const literal = await literals(session);
  const changes = tableComment === '' ? [] : [`comment = ${literal(tableComment)}`];
  if (columns.size > 0) {
    const names = await session.texts(
      `select column_name from information_schema.columns where table_schema = ${string(staging.schema!)} and table_name = ${string(staging.identifier)} order by ordinal_position`,
    );
    const [[, ddl] = []] = await session.texts(`show create table ${relation(staging)}`);
    // The first line names the table, then follows a line a column.
    const definitions = (ddl ?? '').split('\n').slice(1, names.length + 1);
    names.forEach(([name], at) => {
      const comment = columns.get(name!.toLowerCase());
      if (comment !== undefined) changes.push(`modify ${withComment(definitions[at]!, literal(comment))}`);
    });
  }
  if (changes.length === 0) return;
  try {
    await session.run(`alter table ${relation(staging)} ${changes.join(', ')}`);
  } catch (error) {
    notice(`The comments of ${relation(old)} were not kept: ${(error as Error).message}`);
  }
}

async function commentedColumns(session: Session, { schema, identifier }: RelationName): Promise<Map<string, string>> {
  const rows = await session.texts(
    `select column_name, column_comment from information_schema.columns where table_schema = ${string(schema!)} and table_name = ${string(identifier)} and column_comment <> ''`,
  );
  return new Map(rows.map(([name, comment]) => [name!.toLowerCase(), comment!]));
}

function withComment(line: string, comment: string): string {
  const definition = line.trim().replace(/,$/, '').replace(OWN_COMMENT, '');
  const check = CHECK.exec(definition)?.[0] ?? '';
  return `${definition.slice(0, definition.length - check.length)} comment ${comment}${check}`;
}

/** DDL takes no literal with a character set: whether a backslash escapes has to be asked. */
async function literals(session: Session): Promise<(text: string) => string> {
  const [[mode] = []] = await session.texts('select @@sql_mode');
  const escapes = !mode?.includes('NO_BACKSLASH_ESCAPES');
  return (text) => `'${(escapes ? text.replaceAll('\\', '\\\\') : text).replaceAll("'", "''")}'`;
}
