import { stat } from 'node:fs/promises';
import { DvtError } from '../../core/errors.js';
import { typeName } from '../../core/type-name.js';
import type { ColumnType, ResultColumn } from '../../spi/column-type.js';
import type { EngineSql } from '../../spi/engine.js';
import type { RelationColumn, RelationDescription, RelationName } from '../../spi/relation.js';
import { quoteIdentifier, quoteString } from '../duckdb/quoting.js';
import { csvFault, withoutAdvice } from './csv-fault.js';
import { FORMATS } from './formats.js';
import { furtherColumns } from './further-columns.js';
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
    await requireSplit(sql, folder, location, found);
    const further = await furtherColumns(sql, folder, location, found);
    const lossy = await lossyColumns(sql, folder, location, found);
    return {
      name,
      kind: 'external',
      columns: found.map((column) => described(column, lossy.has(column.name))),
      statistics: await statistics(sql, location),
      ...(further.length > 0 && { note: leftOut(further, location) }),
    };
  } catch (error) {
    throw await unreadable(error, sql, folder, location);
  }
}

function leftOut(further: readonly string[], location: Location): string {
  const format = location.kind === 'path' ? location.format : 'parquet';
  return `not all of its files have the same columns, and those that the first has not are left out: ${further.join(', ')}. To have them, say options: {${format}: {union_by_name: true}} in the profile, or false to leave them out`;
}

/** A file whose lines do not agree looks to the engine like a file of one column, called `a,b,c`. */
async function requireSplit(
  sql: EngineSql,
  folder: Folder,
  location: Location,
  columns: readonly ResultColumn[],
): Promise<void> {
  if (!isCsv(location) || 'delim' in (folder.options[location.format] ?? {})) return;
  const [only] = columns;
  // Its name for the only column of a file without a line.
  if (only!.name === 'column0' && (await statistics(sql, location)).bytes === 0) {
    const message = `Connection ${folder.connection}: ${location.pattern} is empty`;
    const hint = 'A CSV file begins with a line that names its columns.';
    throw new DvtError({ code: 'DVT4603', message, hint });
  }
  if (columns.length !== 1 || !/[,;|\t]/.test(only!.name)) return;
  const fault = await csvFault(sql, location.pattern);
  throw new DvtError({
    code: 'DVT4603',
    message: `Connection ${folder.connection}: cannot split ${location.pattern} at any delimiter${fault === null ? '' : `: ${withoutAdvice(fault)}`}`,
    hint: "Mend the line, or say what parts the columns: options: {csv: {delim: ';'}} in the profile.",
  });
}

function isCsv(location: Location): location is Extract<Location, { kind: 'path' }> {
  return location.kind === 'path' && FORMATS[location.format].reader === 'read_csv';
}

function described({ name, type }: ResultColumn, lossy: boolean): RelationColumn {
  const column = { name, nativeType: typeName(type), type, nullable: true, comparison: 'same' } as const;
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

async function unreadable(error: unknown, sql: EngineSql, folder: Folder, location: Location): Promise<Error> {
  if (!(error instanceof DvtError) || error.code !== 'DVT5101') return error as Error;
  const what = location.kind === 'path' ? location.pattern : location.sql;
  if (/No files found/.test(error.message)) {
    const message = `Connection ${folder.connection}: no file matches ${what}`;
    return new DvtError({ code: 'DVT4602', message, hint: `Paths start from ${folder.root}` }, { cause: error });
  }
  const sniffed = isCsv(location) && /sniffing/.test(error.message);
  const fault = sniffed ? await csvFault(sql, location.pattern).catch(() => null) : null;
  const hint = /not utf-8 encoded/.test(fault ?? error.message)
    ? "Save it as UTF-8, or say its encoding: options: {csv: {encoding: 'latin-1'}} in the profile."
    : 'Mend the file, or say how it is to be read: `options` in the profile, or external_location: "read_csv(...)".';
  const message = `Connection ${folder.connection}: cannot read ${what}: ${withoutAdvice(fault ?? error.message)}`;
  return new DvtError({ code: 'DVT4603', message, hint }, { cause: error });
}
