import type { DvtError } from '#dvt/core/errors.js';
import { typeName } from '#dvt/core/type-name.js';
import type { ColumnType } from '#dvt/spi/column-type.js';
import { newRunId } from '../../conformance/harness.js';
import { type DatabaseName, type Databases, TITLES } from './databases.js';
import { ENGINE_TYPES, NATIVE_TYPES } from './native-types.js';
import { REFUSED_VALUES } from './refused-values.js';

const HEAD = `# Types

What a federated model computes with are the engine's types, DuckDB's. Every type of a source is fetched as one that holds
all of its values, else as text; a value that does not fit fails the model, and the message names the column, the value and
the way out. Nothing is rounded, truncated or replaced in silence.

- \`fetch_as\` on a source's column says another type to fetch it in: \`columns: - {name: amount, fetch_as: 'decimal(38,10)'}\`.
- \`data_type\` on a model's column says another type to publish it in.
- A model that runs in its own database (in place) has that database's types; nothing of this page is about it.

This page is made from what the adapters say and do over real databases; \`UPDATE_DOCS=1 npx vitest run test/docs\` writes it anew.
`;

const AFTER: Partial<Record<DatabaseName, string>> = {
  postgres:
    'Every other type, arrays, enums, ranges and composite types among them, is fetched as its text; a domain as the type below it. The padding of `char(n)` is left out.',
  mysql:
    'Every other type is fetched as its text. Text is read in UTF-8, whatever its character set is. `json` is a longtext in MariaDB; that of MySQL is JSON.',
  sqlite:
    'The declared type promises what the values are, as SQLite itself checks little. Where none is declared, or only `numeric`, all values are looked at: whole numbers are BIGINT, numbers DOUBLE, a mixture VARCHAR.',
};

const ENGINE_READS = `## From DuckDB and files

The engine reads them itself. DuckDB's types stay as they are, and so do those of Parquet. The types of CSV and JSON are found
by looking at the whole file; a column of numbers with more digits than a double holds is fetched as text, with a warning.
CSV gives texts for what it cannot tell; \`options\` of the profile and \`fetch_as\` say otherwise.
`;

/** docs/types.md. */
export async function typesPage(databases: Databases): Promise<string> {
  const sources = [];
  for (const name of ['postgres', 'mysql', 'sqlite'] as const) sources.push(await sourceSection(name, databases));
  return [HEAD, ...sources, ENGINE_READS, await targetSection(databases), refusedSection()].join('\n');
}

async function sourceSection(name: 'postgres' | 'mysql' | 'sqlite', databases: Databases): Promise<string> {
  const database = databases[name];
  const types = NATIVE_TYPES[name];
  await database.createTable(
    'every_type',
    types.map((ddl, at) => [`c${at}`, ddl]),
  );
  const { columns } = await database.described('every_type');
  const rows = types.map((ddl, at) => {
    const { type, note = '' } = columns[at]!;
    return [code(ddl), code(typeName(type)), note];
  });
  return [`## From ${TITLES[name]}`, '', ...table(['type', 'in the engine', ''], rows), '', AFTER[name], ''].join('\n');
}

async function targetSection(databases: Databases): Promise<string> {
  const names = ['postgres', 'mysql', 'sqlite', 'duckdb', 'files'] as const;
  const rows = [];
  for (const spelled of ENGINE_TYPES) {
    const [column] = await databases.duckdb.columns(`select cast(null as ${spelled}) as v`);
    const cells = [];
    for (const name of names) cells.push(await publishedAs(name, column!.type, spelled, databases));
    rows.push([code(spelled), ...cells]);
  }
  return [
    '## From the engine to a target',
    '',
    'A code is that of the error with which the model fails before anything is fetched (for Parquet: before anything is written);',
    "cast such a column in the model, e.g. to varchar. MySQL's datetime of a TIMESTAMP WITH TIME ZONE is in UTC; dates and times in",
    'SQLite are texts of ISO 8601. Of Parquet the type is shown in which the engine reads it again. CSV writes every type as text,',
    'JSON writes numbers, lists and structures as such. It refuses NaN, infinity, numbers of documents that a double does not hold,',
    'and rows without names of fields; so do the columns of JSON that lists and structures become in databases.',
    '',
    ...table(['in the engine', ...names.map((name) => TITLES[name])], rows),
    '',
  ].join('\n');
}

/** The column's type in a target, or the code of the refusal. */
async function publishedAs(
  name: DatabaseName,
  type: ColumnType,
  spelled: string,
  databases: Databases,
): Promise<string> {
  const database = databases[name];
  try {
    if (name !== 'files') return code(database.connection.dialect.columnType(type, 'v'));
    const staging = database.staging('of_type', newRunId());
    await database.load(staging, `select cast(null as ${spelled}) as v`);
    const { columns } = await database.described(staging.identifier);
    await database.target.drop(staging);
    return code(typeName(columns[0]!.type));
  } catch (error) {
    return (error as DvtError).code;
  }
}

function refusedSection(): string {
  const rows = REFUSED_VALUES.map((refused) => [
    'from' in refused ? `from ${TITLES[refused.from]}` : `to ${TITLES[refused.to]}`,
    refused.what,
    refused.code,
  ]);
  return ['## Values that are refused', '', ...table(['', 'value', 'error'], rows), ''].join('\n');
}

function table(head: readonly string[], rows: readonly (readonly string[])[]): string[] {
  const line = (cells: readonly string[]) => `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`;
  return [line(head), `|${head.map(() => '---|').join('')}`, ...rows.map(line)];
}

const code = (text: string) => `\`${text}\``;
