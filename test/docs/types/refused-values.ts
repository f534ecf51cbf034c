import type { DatabaseName } from './databases.js';

/** A value that is refused where it is read: of a column of this type, as a literal. */
interface RefusedSource {
  readonly from: DatabaseName;
  readonly ddl: string;
  readonly literal: string;
}

/** One that is refused where it is written: a query of the engine. */
interface RefusedResult {
  readonly to: DatabaseName;
  readonly sql: string;
}

export type RefusedValue = (RefusedSource | RefusedResult) & {
  /** as the page says it */
  readonly what: string;
  /** of the error; each is brought about by the test of the page */
  readonly code: string;
};

export const REFUSED_VALUES: readonly RefusedValue[] = [
  {
    from: 'postgres',
    ddl: 'numeric(10,2)',
    literal: "'NaN'",
    what: 'NaN in a numeric with a precision',
    code: 'DVT5103',
  },
  {
    from: 'postgres',
    ddl: 'timestamp',
    literal: "'294276-12-31'",
    what: 'a timestamp after 294247-01-10',
    code: 'DVT5103',
  },
  { from: 'postgres', ddl: 'interval', literal: "'infinity'", what: 'an infinite interval', code: 'DVT5103' },
  { from: 'mysql', ddl: 'date', literal: "'0000-00-00'", what: 'zero dates', code: 'DVT5110' },
  { from: 'mysql', ddl: 'timestamp null', literal: "'0000-00-00 00:00:00'", what: 'zero timestamps', code: 'DVT5110' },
  { from: 'sqlite', ddl: 'integer', literal: "'abc'", what: 'a text in a column of numbers', code: 'DVT5403' },
  { from: 'sqlite', ddl: 'boolean', literal: '2', what: 'a boolean other than 0 and 1', code: 'DVT5403' },
  {
    from: 'sqlite',
    ddl: 'date',
    literal: "'5.1.2024'",
    what: 'a date that is not written 2024-01-05',
    code: 'DVT5403',
  },
  {
    from: 'sqlite',
    ddl: 'timestamptz',
    literal: "'2024-01-05 10:00'",
    what: 'a timestamptz without an offset',
    code: 'DVT5403',
  },
  {
    from: 'sqlite',
    ddl: 'text',
    literal: "'a' || char(0)",
    what: 'a text with a NUL character, or that is not UTF-8',
    code: 'DVT5404',
  },
  { to: 'postgres', sql: `select 'a' || chr(0) as v`, what: 'a text with a NUL character', code: 'DVT5103' },
  {
    to: 'postgres',
    sql: `select 100000000000000000000000000000000000000::hugeint as v`,
    what: 'a HUGEINT of 39 digits',
    code: 'DVT5103',
  },
  {
    to: 'postgres',
    sql: `select timestamp '5000-01-01 (BC) 00:00:00' as v`,
    what: 'a timestamp before 4713 BC',
    code: 'DVT5103',
  },
  { to: 'mysql', sql: `select 'infinity'::timestamp as v`, what: 'an infinite date or timestamp', code: 'DVT5103' },
  {
    to: 'mysql',
    sql: `select date '0044-03-15 (BC)' as v`,
    what: 'a date before the year 0 or after 9999',
    code: 'DVT5103',
  },
  { to: 'mysql', sql: `select 'nan'::double as v`, what: 'NaN and infinite numbers', code: 'DVT5103' },
  {
    to: 'mysql',
    sql: `select 100000000000000000000000000000000000000::hugeint as v`,
    what: 'a HUGEINT of 39 digits',
    code: 'DVT5103',
  },
  {
    to: 'sqlite',
    sql: `select 9223372036854775808::ubigint as v`,
    what: 'a whole number over 64 bits',
    code: 'DVT5406',
  },
  {
    to: 'sqlite',
    sql: `select 0.12345678901234567::decimal(18,17) as v`,
    what: 'a decimal that a double does not hold (over 15 digits)',
    code: 'DVT5406',
  },
  { to: 'sqlite', sql: `select 'nan'::double as v`, what: 'NaN', code: 'DVT5406' },
  {
    to: 'sqlite',
    sql: `select 'infinity'::date as v`,
    what: 'dates and timestamps that ISO 8601 cannot write',
    code: 'DVT5406',
  },
  { to: 'sqlite', sql: `select 'a' || chr(0) as v`, what: 'a text with a NUL character', code: 'DVT5406' },
  {
    to: 'files',
    sql: `select 100000000000000000000000000000000000000::hugeint as v`,
    what: 'a HUGEINT of 39 digits',
    code: 'DVT5102',
  },
];
