import type { DuckDbEngine } from '#dvt/compute/duckdb/index.js';
import type { ColumnType, ResultColumn } from '#dvt/spi/column-type.js';

/** Rows in canonical text. */
export type TextRows = (string | null)[][];

/** Rows of a table expression that the engine reads itself, in canonical text. */
export async function engineText(
  engine: DuckDbEngine,
  from: string,
  columns: readonly ResultColumn[],
): Promise<TextRows> {
  const session = await engine.sql();
  try {
    if (columns.length === 0) {
      const { rows } = await session.query(`select 1 from ${from}`);
      return rows.map(() => []);
    }
    const expressions = columns.map(({ name, type }) => printed(`"${name.replaceAll('"', '""')}"`, type));
    const { rows } = await session.query(`select ${expressions.join(', ')} from ${from}`);
    return rows.map((row) => row.map((value, i) => normalised(value as string | null, columns[i]!.type)));
  } finally {
    await session.close();
  }
}

/** An SQL expression of the engine with this value. */
export function engineLiteral(type: ColumnType, text: string | null): string {
  const name = engineType(type);
  if (text === null) return `null::${name}`;
  switch (type.kind) {
    case 'varchar':
    case 'json':
      // Hexadecimal, so that no character means anything.
      return `decode(unhex('${Buffer.from(text).toString('hex')}'))::${name}`;
    case 'blob':
      return `unhex('${text}')`;
    case 'interval': {
      const [months, days, micros] = text.split(' ');
      return `to_months(${months}) + to_days(${days}) + to_microseconds(${micros})`;
    }
    default:
      return `cast('${text.replace(/^(\S+)(.*) BC$/, '$1 (BC)$2')}' as ${name})`;
  }
}

function printed(column: string, type: ColumnType): string {
  if (type.kind === 'blob') return `lower(hex(${column}))`;
  if (type.kind !== 'interval') return `${column}::varchar`;
  const months = `(year(${column}) * 12 + month(${column}))`;
  return `${months} || ' ' || day(${column}) || ' ' || microsecond(${column} - to_days(day(${column})))`;
}

function normalised(text: string | null, type: ColumnType): string | null {
  if (text === null) return null;
  if (type.kind === 'float32' || type.kind === 'float64') return Object.is(Number(text), -0) ? '-0' : floating(text);
  return text.replace(/^(.*) \(BC\)(.*)$/, '$1$2 BC');
}

function floating(text: string): string {
  const named: Readonly<Record<string, string>> = { nan: 'NaN', inf: 'Infinity', '-inf': '-Infinity' };
  return named[text] ?? String(Number(text));
}

/** The engine's SQL of a type. */
function engineType(type: ColumnType): string {
  const names: Readonly<Record<string, string>> = {
    ...{ int8: 'tinyint', int16: 'smallint', int32: 'integer', int64: 'bigint', float32: 'float', float64: 'double' },
    ...{ uint8: 'utinyint', uint16: 'usmallint', uint32: 'uinteger', uint64: 'ubigint' },
  };
  return type.kind === 'decimal' ? `decimal(${type.precision},${type.scale})` : (names[type.kind] ?? type.kind);
}
