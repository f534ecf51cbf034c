import type { ColumnType } from '../../spi/column-type.js';
import type { ResultValue } from '../../spi/result-table.js';

/** The types that dbt infers for a seed's column, and their sizes. */
export type SeedType = 'int32' | 'int64' | 'hugeint' | 'float64' | 'date' | 'timestamp' | 'boolean' | 'varchar';

/** currency symbols that agate takes off numbers */
const CURRENCIES = '؋$ƒ៛¥₡₱£€¢﷼₪₩₭₮₦฿₤₫';

/** A value that is none: an empty cell or the word null. */
function isNull(c: string): string {
  return `(${c} is null or lower(trim(${c}, E' \\t\\n\\r')) in ('', 'null'))`;
}

/** agate's reading of a number: per cent and currency signs go, commas group; what is left is a decimal number. */
function numberText(c: string): string {
  const bare = `trim(trim(trim(${c}, E' \\t\\n\\r'), '%'))`;
  const digits = `trim(replace(trim(ltrim(${bare}, '-'), '${CURRENCIES}'), ',', ''))`;
  return `((case when ${bare} like '-%' then '-' else '' end) || replace(${digits}, '_', ''))`;
}

const NUMBER = `^-?[+-]?([0-9]+\\.?[0-9]*|\\.[0-9]+)([eE][+-]?[0-9]+)?$`;
const ISO_TIME = `^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}(:[0-9]{2}(:[0-9]{2}([.,][0-9]+)?)?)?(Z|[+-][0-9]{2}(:?[0-9]{2})?)?$`;

/**
 * One row with, for each column, whether every value that is there could be: a number, a whole number, one of 32 and of 64
 * bits, a date, a date with time, an ISO 8601 time, a boolean.
 */
export function inferenceQuery(columns: readonly string[], from: string): string {
  const checks = columns.flatMap((name) => {
    const c = quoted(name);
    const all = (condition: string) => `coalesce(bool_and(${isNull(c)} or (${condition})), true)`;
    const number = numberText(c);
    const whole = `try_cast(${number} as double)`;
    const time = `trim(${c}, E' \\t\\n\\r')`;
    return [
      all(`regexp_matches(${number}, '${NUMBER}')`),
      all(`coalesce(${whole} = trunc(${whole}) and not regexp_matches(${number}, '\\.[0-9]*[1-9][0-9]*$'), false)`),
      all(`try_cast(${number} as integer) is not null`),
      all(`try_cast(${number} as bigint) is not null`),
      all(
        `regexp_matches(${time}, '^[0-9]{4}-[0-9]{1,2}-[0-9]{1,2}$') and try_strptime(${time}, '%Y-%m-%d') is not null`,
      ),
      all(
        `regexp_matches(${time}, '^[0-9]{4}(-[0-9]{1,2}){2} [0-9]{1,2}(:[0-9]{1,2}){2}$') and try_strptime(${time}, '%Y-%m-%d %H:%M:%S') is not null`,
      ),
      all(`regexp_matches(${time}, '${ISO_TIME}') and try_cast(${isoText(time)} as timestamp) is not null`),
      all(`lower(trim(replace(${c}, ',', ''), E' \\t\\n\\r')) in ('true', 'false')`),
    ];
  });
  return `select ${checks.join(', ')} from ${from}`;
}

const CHECKS = 8;

/** The types of the columns, from the row that `inferenceQuery` gave. The order of preference is dbt's. */
export function inferredTypes(row: readonly ResultValue[]): readonly SeedType[] {
  const types: SeedType[] = [];
  for (let at = 0; at < row.length; at += CHECKS) {
    const [number, whole, int32, int64, date, time, iso, boolean] = row.slice(at, at + CHECKS);
    if (number === true) types.push(whole !== true ? 'float64' : int32 ? 'int32' : int64 ? 'int64' : 'hugeint');
    else if (date === true) types.push('date');
    else if (time === true || iso === true) types.push('timestamp');
    else types.push(boolean === true ? 'boolean' : 'varchar');
  }
  return types;
}

/** The engine's expression for a column's values in its type. */
export function seedValue(name: string, type: SeedType): string {
  const c = quoted(name);
  const time = `trim(${c}, E' \\t\\n\\r')`;
  const values: Readonly<Record<SeedType, string>> = {
    int32: `cast(${numberText(c)} as integer)`,
    int64: `cast(${numberText(c)} as bigint)`,
    hugeint: `cast(${numberText(c)} as hugeint)`,
    float64: `cast(${numberText(c)} as double)`,
    date: `cast(strptime(${time}, '%Y-%m-%d') as date)`,
    timestamp: `cast(case when ${time} like '%T%' then cast(${isoText(time)} as timestamp) else strptime(${time}, '%Y-%m-%d %H:%M:%S') end as timestamp)`,
    boolean: `(lower(trim(replace(${c}, ',', ''), E' \\t\\n\\r')) = 'true')`,
    varchar: c,
  };
  return `case when ${isNull(c)} then null else ${values[type]} end`;
}

export function engineType(type: SeedType): ColumnType {
  return { kind: type };
}

/** ISO 8601 as the engine's cast reads it: a dot for fractions, seconds always there, an offset as `+hh:mm`. */
function isoText(time: string): string {
  const dotted = `replace(${time}, ',', '.')`;
  const whole = `regexp_replace(${dotted}, '^(.*T[0-9]{2}:[0-9]{2})(Z|[+-]|$)', '\\1:00\\2')`;
  return `regexp_replace(regexp_replace(${whole}, '^(.*T[0-9]{2})(Z|[+-]|$)', '\\1:00:00\\2'), '([+-][0-9]{2})([0-9]{2})$', '\\1:\\2')`;
}

function quoted(name: string): string {
  return `"${name.replaceAll('"', '""')}"`;
}
