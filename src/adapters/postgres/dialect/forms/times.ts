import type { FormRules, Operand, Rule } from '../../../../core/expression/form-table.js';

const OTHER = 'depends on the time zone of the session, or is no date in the source';

/** A field of a date or timestamp; NULL for infinite ones, as in DuckDB. */
function field(name: string, kinds: string): FormRules {
  return { rules: [{ operands: [kinds], class: 'exact', sql: `extract(${name} from $1)` }], otherwise: OTHER };
}

const DAYS = ['year', 'quarter', 'month', 'week', 'day'];
const UNITS: Readonly<Record<string, readonly string[]>> = {
  date: DAYS,
  timestamp: [...DAYS, 'hour', 'minute', 'second'],
};

/** A date alone would be truncated as a timestamptz. DuckDB 1.5 takes a date for one with a time if the unit is shorter. */
const truncate = (kind: string): Rule => ({
  operands: ['constant text', kind],
  class: 'exact',
  kind: 'timestamp',
  sql: ([unit, value]) => {
    const name = unitOf(unit!);
    return UNITS[kind]!.includes(name)
      ? `date_trunc('${name}', ${value!.sql}::timestamp)`
      : { class: 'local', reason: `date_trunc to ${name} is checked by the engine` };
  },
});

function unitOf({ expression }: Operand): string {
  return expression.form === 'literal' ? (expression.value ?? '') : '';
}

/** Dates and times. */
export const timeForms = {
  year: {
    rules: [
      {
        operands: ['date|timestamp'],
        class: 'exact',
        // DuckDB has a year 0, which is 1 BC.
        sql: `case when isfinite($1) then extract(year from $1) + case when $1 < '0001-01-01' then 1 else 0 end end`,
      },
    ],
    otherwise: OTHER,
  },
  quarter: field('quarter', 'date|timestamp'),
  month: field('month', 'date|timestamp'),
  day: field('day', 'date|timestamp'),
  'day of week': field('dow', 'date|timestamp'),
  'iso day of week': field('isodow', 'date|timestamp'),
  'day of year': field('doy', 'date|timestamp'),
  hour: field('hour', 'timestamp|time'),
  minute: field('minute', 'timestamp|time'),
  second: {
    rules: [{ operands: ['timestamp|time'], class: 'exact', sql: 'floor(extract(second from $1))' }],
    otherwise: OTHER,
  },
  truncate: { rules: [truncate('date'), truncate('timestamp')], otherwise: OTHER },
} satisfies Record<string, FormRules>;
