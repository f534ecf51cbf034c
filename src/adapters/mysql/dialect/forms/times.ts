import { type FormRules, local, type Rule } from '../../../../core/expression/form-table.js';

const OTHER = 'depends on the time zone of the session, or is no date in the source';

function field(sql: string, kinds = 'date|datetime'): FormRules {
  return { rules: [{ operands: [kinds], class: 'exact', sql }], otherwise: OTHER };
}

/** The start of what a date or time lies in, as a text that is one. */
const STARTS: Readonly<Record<string, string>> = {
  year: '%Y-01-01',
  month: '%Y-%m-01',
  day: '%Y-%m-%d',
  hour: '%Y-%m-%d %H:00:00',
  minute: '%Y-%m-%d %H:%i:00',
  second: '%Y-%m-%d %H:%i:%S',
};

/** DuckDB 1.5 takes a date for one with a time if the unit is shorter than a day. */
const DAYS: ReadonlySet<string> = new Set(['year', 'month', 'day']);

const truncate = (kind: string): Rule => ({
  operands: ['constant text', kind],
  class: 'exact',
  kind: 'datetime',
  sql: ([unit, value]) => {
    const name = unit!.expression.form === 'literal' ? (unit!.expression.value ?? '') : '';
    const start = Object.hasOwn(STARTS, name) ? STARTS[name] : undefined;
    return start === undefined || (kind === 'date' && !DAYS.has(name))
      ? local(`date_trunc to ${name} is checked by the engine`)
      : `cast(date_format(${value!.sql}, '${start}') as datetime)`;
  },
});

/** Dates and times. */
export const timeForms = {
  year: field('year($1)'),
  quarter: field('quarter($1)'),
  month: field('month($1)'),
  day: field('dayofmonth($1)'),
  'day of week': field('(dayofweek($1) - 1)'),
  'iso day of week': field('(weekday($1) + 1)'),
  'day of year': field('dayofyear($1)'),
  hour: field('hour($1)', 'datetime'),
  minute: field('minute($1)', 'datetime'),
  second: field('second($1)', 'datetime'),
  truncate: { rules: [truncate('date'), truncate('datetime')], otherwise: OTHER },
} satisfies Record<string, FormRules>;
