import type { FormRules, Operand, Rule } from '../../../../core/expression/form-table.js';

const OTHER = 'depends on the time zone of the session, or is no date in the source';

/** A field of a date or timestamp; NULL for infinite ones, as in DuckDB. */
function field(name: string, kinds: string): FormRules {
  return { rules: [{ operands: [kinds], class: 'exact', sql: `extract(${name} from $1)` }], otherwise: OTHER };
}

const UNITS: ReadonlySet<string> = new Set(['year', 'quarter', 'month', 'week', 'day', 'hour', 'minute', 'second']);

const truncate: Rule = {
  operands: ['constant text', 'date|timestamp'],
  class: 'exact',
  kind: 'timestamp',
  sql: ([unit, value]) => {
    const name = unitOf(unit!);
    // A date alone would be truncated as a timestamptz.
    return UNITS.has(name)
      ? `date_trunc('${name}', ${value!.sql}::timestamp)`
      : { class: 'local', reason: `date_trunc to ${name} is checked by the engine` };
  },
};

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
  truncate: { rules: [truncate], otherwise: OTHER },
} satisfies Record<string, FormRules>;
