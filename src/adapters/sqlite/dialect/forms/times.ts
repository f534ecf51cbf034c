import { type FormRules, never } from '../../../../core/expression/form-table.js';

const OTHER = 'times are texts of several forms in SQLite';

const field = (sql: string): FormRules => ({ rules: [{ operands: ['date'], class: 'exact', sql }], otherwise: OTHER });

/** Dates, which are ISO 8601 text. */
export const timeForms = {
  year: field('cast(substr($1, 1, 4) as integer)'),
  quarter: field('((cast(substr($1, 6, 2) as integer) + 2) / 3)'),
  month: field('cast(substr($1, 6, 2) as integer)'),
  day: field('cast(substr($1, 9, 2) as integer)'),
  'day of week': field("cast(strftime('%w', $1) as integer)"),
  'iso day of week': field("((cast(strftime('%w', $1) as integer) + 6) % 7 + 1)"),
  'day of year': field("cast(strftime('%j', $1) as integer)"),
  hour: never(OTHER),
  minute: never(OTHER),
  second: never(OTHER),
  truncate: never(OTHER),
} satisfies Record<string, FormRules>;
