import type { ColumnType, ResultColumn } from '../../../spi/column-type.js';
import { quote, string } from '../dialect/quote.js';
import type { LoadData, StagingColumn } from './load-data.js';

/** CREATE TABLE of a staging table. */
export function createStatement({ staging, columns, tableOptions }: LoadData): string {
  const definitions = columns.map(({ name, columnType }) => `${quote(name)} ${columnType}`);
  return `create table ${staging} (${definitions.join(', ')})${tableOptions}`;
}

/**
 * LOAD DATA LOCAL of the lines that `LINES` describes, from the stream named `file`. Lines that hold bytes are of no
 * character set; then text goes through a variable, which names its own, wherever the column may have another one.
 */
export function loadStatement(data: LoadData, types: readonly ResultColumn[], file: string): string {
  const hasBytes = types.some(({ type }) => type.kind === 'blob');
  const converted = data.columns.map((column, at) => hasBytes && isConverted(column, types[at]!.type));
  const targets = data.columns.map(({ name }, at) => (converted[at] ? `@v${at}` : quote(name)));
  const assignments = data.columns.flatMap(({ name }, at) =>
    converted[at] ? [`${quote(name)} = convert(@v${at} using utf8mb4)`] : [],
  );
  return `load data local infile ${string(file)} into table ${data.staging} character set ${hasBytes ? 'binary' : 'utf8mb4'}
fields terminated by '\\t' escaped by '\\\\' lines terminated by '\\n' (${targets.join(', ')})${
    assignments.length > 0 ? `\nset ${assignments.join(', ')}` : ''
  }`;
}

/** Text that is not stored as `columnType` does of itself: JSON, and columns whose type the user chose. */
function isConverted({ columnType }: StagingColumn, type: ColumnType): boolean {
  return (type.kind === 'varchar' || type.kind === 'json') && columnType !== 'longtext';
}
