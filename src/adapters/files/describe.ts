import { stat } from 'node:fs/promises';
import { DvtError } from '../../core/errors.js';
import type { ColumnType, ResultColumn } from '../../spi/column-type.js';
import type { EngineSql } from '../../spi/engine.js';
import type { RelationColumn, RelationDescription, RelationName } from '../../spi/relation.js';
import { quoteIdentifier, quoteString } from '../duckdb/quoting.js';
import { sqlType } from '../duckdb/sql-type.js';
import { FORMATS } from './formats.js';
import { type Location, locate } from './location.js';
import type { Folder } from './profile.js';
import { readExpression } from './read-expression.js';

const VARCHAR: ColumnType = { kind: 'varchar' };

/** The columns of a file, or of the files of a pattern; null where there is no file of that name. */
export async function describeFile(
  sql: EngineSql,
  folder: Folder,
  name: RelationName,
): Promise<RelationDescription | null> {
  const location = await locate(folder, name.schema, name.identifier);
  if (!location) return null;
  try {
    const found = await sql.columns(`from ${readExpression(folder, location, null)}`);
    const lossy = await lossyColumns(sql, folder, location, found);
    return {
      name,
      kind: 'external',
      columns: found.map((column) => described(column, lossy.has(column.name))),
      statistics: await statistics(sql, location),
    };
  } catch (error) {
    throw unreadable(error, folder, location);
  }
}

function described({ name, type }: ResultColumn, lossy: boolean): RelationColumn {
  const column = { name, nativeType: sqlType(type), type, nullable: true, comparison: 'same' } as const;
  if (!lossy) return column;
  return { ...column, type: VARCHAR, note: 'it holds numbers of more digits than a double: fetched as text' };
}

/**
 * The engine finds DOUBLE for numbers that are no 64-bit integers, also for those that a double does not hold (order
 * numbers of 20 digits). Their text is looked through: 17 digits are exact, in integers 15.
 */
async function lossyColumns(
  sql: EngineSql,
  folder: Folder,
  location: Location,
  columns: readonly ResultColumn[],
): Promise<ReadonlySet<string>> {
  const doubles = columns.filter(({ type }) => type.kind === 'float64');
  if (doubles.length === 0 || location.kind === 'expression' || location.format === 'parquet') return new Set();
  const asText = columns.map(({ name, type }) => ({ name, type: type.kind === 'float64' ? VARCHAR : type }));
  const checks = doubles.map(({ name }) => {
    const column = quoteIdentifier(name);
    const digits = `ltrim(regexp_replace(regexp_replace(${column}, '[eE].*$', ''), '[^0-9]', '', 'g'), '0')`;
    return `bool_or(length(${digits}) > case when regexp_matches(${column}, '[.eE]') then 17 else 15 end)`;
  });
  const { rows } = await sql.query(`select ${checks.join(', ')} from ${readExpression(folder, location, asText)}`);
  return new Set(doubles.filter((_, index) => rows[0]?.[index] === true).map(({ name }) => name));
}

async function statistics(sql: EngineSql, location: Location): Promise<RelationDescription['statistics']> {
  if (location.kind === 'expression') return { rows: null, bytes: null };
  const pattern = quoteString(location.pattern);
  const files = await sql.query(`select file from glob(${pattern})`);
  let bytes = 0;
  for (const [file] of files.rows) bytes += (await stat(String(file)).catch(() => null))?.size ?? 0;
  if (FORMATS[location.format].reader !== 'read_parquet') return { rows: null, bytes };
  const counted = await sql.query(`select sum(num_rows) from parquet_file_metadata(${pattern})`);
  return { rows: Number(counted.rows[0]?.[0] ?? 0), bytes };
}

function unreadable(error: unknown, folder: Folder, location: Location): Error {
  if (!(error instanceof DvtError) || error.code !== 'DVT5101') return error as Error;
  const what = location.kind === 'path' ? location.pattern : location.sql;
  const absent = /No files found/.test(error.message);
  return new DvtError(
    {
      code: absent ? 'DVT4602' : 'DVT4603',
      message: absent
        ? `connection ${folder.connection}: no file matches ${what}`
        : `connection ${folder.connection}: cannot read ${what}: ${error.message}`,
      hint: absent
        ? `paths start from ${folder.root}`
        : 'mend the file, or say how it is to be read: `options` in the profile, or external_location: "read_csv(...)"',
    },
    { cause: error },
  );
}
