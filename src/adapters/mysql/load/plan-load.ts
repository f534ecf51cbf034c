import type { ResultColumn } from '../../../spi/column-type.js';
import type { LoadOptions } from '../../../spi/connection.js';
import type { LoadPlan } from '../../../spi/load.js';
import type { RelationName } from '../../../spi/relation.js';
import { columnType } from '../dialect/column-type.js';
import { engineCast } from '../dialect/engine-casts.js';
import { databaseOf, relation, string } from '../dialect/quote.js';
import type { SessionOptions } from '../profile/session-options.js';
import type { Session } from '../session/session.js';
import type { LoadData } from './load-data.js';

/** Plans the load of the engine's result into a new staging table. Throws DVT5107 for a column without a type here. */
export async function planLoad(
  session: Session,
  options: SessionOptions,
  staging: RelationName,
  columns: readonly ResultColumn[],
  { columnTypes }: LoadOptions,
  notice: (message: string) => void,
): Promise<LoadPlan> {
  const [[localInfile] = []] = await session.texts('select @@local_infile');
  const localFiles = localInfile === '1';
  if (!localFiles) {
    notice(
      `Connection ${options.connection}: the server's local_infile is off, rows are inserted instead of loaded, which is slower.`,
    );
  }
  const data: LoadData = {
    session: options,
    staging: relation(staging),
    columns: columns.map(({ name, type }) => ({ name, columnType: columnTypes.get(name) ?? columnType(type, name) })),
    tableOptions: await tableOptions(session, databaseOf(staging, options.database)),
    localFiles,
  };
  const module = new URL('./write.js', import.meta.url).href;
  return { kind: 'write', module, data, projection: projection(columns) };
}

/** Engine expressions for the columns that MySQL's text form does not know; null where there are none. */
function projection(columns: readonly ResultColumn[]): readonly string[] | null {
  const expressions = columns.map(({ name, type }) => {
    const column = `"${name.replaceAll('"', '""')}"`;
    const cast =
      engineCast(type)?.expression ?? (type.kind === 'interval' ? (quoted: string) => `${quoted}::varchar` : null);
    return cast === null ? null : `${cast(column, { name, type })} as ${column}`;
  });
  if (expressions.every((expression) => expression === null)) return null;
  return expressions.map((expression, at) => expression ?? `"${columns[at]!.name.replaceAll('"', '""')}"`);
}

/**
 * Text is kept in utf8mb4 with the database's own collation, as in tables that people create there: a model compares
 * and joins with them under one collation. A database of another character set cannot hold all text.
 */
async function tableOptions(session: Session, database: string | null): Promise<string> {
  const [[charset] = []] = await session.texts(
    `select default_character_set_name from information_schema.schemata where schema_name = ${database === null ? 'database()' : string(database)}`,
  );
  return charset === undefined || charset === 'utf8mb4' ? '' : ' default character set utf8mb4';
}
