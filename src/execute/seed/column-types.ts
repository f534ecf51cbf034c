import type { ColumnType } from '../../spi/column-type.js';
import type { ResultValue } from '../../spi/result-table.js';

/** The types that dbt infers for a seed's column, and their sizes. */
export type SeedType = 'int32' | 'int64' | 'hugeint' | 'float64' | 'date' | 'timestamp' | 'boolean' | 'varchar';

/** currency symbols that agate takes off numbers */
const CURRENCIES = '؋$ƒ៛¥₡₱£€¢﷼₪₩₭₮₦฿₤₫';

const WHITE = `E' \\t\\n\\r'`;

/** A value that is none: an empty cell or the word null. */
function isNull(c: string): string {
  return `(${c} is null or lower(trim(${c}, ${WHITE})) in ('', 'null'))`;
}

/** agate's reading of a number: per cent and currency signs go, commas group; what is left is a decimal number. */
function numberText(c: string): string {
  const bare = `trim(trim(trim(${c}, ${WHITE}), '%'))`;
  const digits = `trim(replace(trim(ltrim(${bare}, '-'), '${CURRENCIES}'), ',', ''))`;
  return `((case when ${bare} like '-%' then '-' else '' end) || replace(${digits}, '_', ''))`;
}

const NUMBER = `^-?[+-]?([0-9]+\\.?[0-9]*|\\.[0-9]+)([eE][+-]?[0-9]+)?$`;
const ISO_TIME = `^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}(:[0-9]{2}(:[0-9]{2}([.,][0-9]+)?)?)?(Z|[+-][0-9]{2}(:?[0-9]{2})?)?$`;

/**
 * One row a column that has values: its name, and whether every value could be a number, a whole number, one of 32 and of
 * 64 bits, a date, a date with time, an ISO 8601 time, a boolean. All columns are turned into one, so that the engine plans
 * each check once: a file of four columns took it 60 ms with checks a column. What is dear is looked at last.
 */
export function inferenceQuery(from: string): string {
  const all = (condition: string, ...then: string[]) => {
    const cases = [condition, ...then].reduceRight(
      (rest, check) => `case when ${check} then ${rest} else false end`,
      'true',
    );
    return `bool_and(${cases})`;
  };
  const checks = [
    all(`regexp_matches(number, '${NUMBER}')`),
    all('double = trunc(double)', `not regexp_matches(number, '\\.[0-9]*[1-9][0-9]*$')`),
    all('try_cast(number as integer) is not null'),
    all('try_cast(number as bigint) is not null'),
    all(`regexp_matches(time, '^[0-9]{4}-[0-9]{1,2}-[0-9]{1,2}$')`, `try_strptime(time, '%Y-%m-%d') is not null`),
    all(
      `regexp_matches(time, '^[0-9]{4}(-[0-9]{1,2}){2} [0-9]{1,2}(:[0-9]{1,2}){2}$')`,
      `try_strptime(time, '%Y-%m-%d %H:%M:%S') is not null`,
    ),
    all(`regexp_matches(time, '${ISO_TIME}')`, `try_cast(${isoText('time')} as timestamp) is not null`),
    all(`lower(trim(replace(value, ',', ''), ${WHITE})) in ('true', 'false')`),
  ];
  const values = `from (unpivot (from ${from}) on columns(*) into name name value value) where not ${isNull('value')}`;
  const read = `select name, value, ${numberText('value')} as number, trim(value, ${WHITE}) as time ${values}`;
  const parsed = `select *, try_cast(number as double) as double from (${read})`;
  return `select name, ${checks.join(', ')} from (${parsed}) group by name`;
}

/**
 * The types of the columns, from the rows that `inferenceQuery` gave; one without values is whole numbers. The order of
 * preference is dbt's.
 */
export function inferredTypes(
  columns: readonly string[],
  rows: readonly (readonly ResultValue[])[],
): readonly SeedType[] {
  const found = new Map(rows.map(([name, ...checks]) => [name, checks]));
  return columns.map((name) => {
    const [number, whole, int32, int64, date, time, iso, boolean] = found.get(name) ?? [true, true, true];
    if (number === true) return whole !== true ? 'float64' : int32 ? 'int32' : int64 ? 'int64' : 'hugeint';
    if (date === true) return 'date';
    if (time === true || iso === true) return 'timestamp';
    return boolean === true ? 'boolean' : 'varchar';
  });
}

/** The engine's expression for a column's values in its type. */
export function seedValue(name: string, type: SeedType): string {
  const c = quoted(name);
  const time = `trim(${c}, ${WHITE})`;
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
