import { stringLiteral } from './quoting.js';

/**
 * DuckDB's functions of the present moment (https://duckdb.org/docs/stable/sql/functions/timestamptz), keywords included:
 * `current_timestamp` calls `get_current_timestamp()`, `localtimestamp` `current_localtimestamp()`.
 */
const MOMENTS = {
  timestamptz: ['now', 'get_current_timestamp', 'transaction_timestamp'],
  timestamp: ['current_localtimestamp', 'localtimestamp'],
  date: ['current_date', 'today'],
  timetz: ['get_current_time', 'current_time'],
  time: ['current_localtime', 'localtime'],
} as const;

/**
 * Statements after which an instance takes `now` for the present, in UTC. A condition is sent to a source with the moment of
 * planning in it and is tested again over what was fetched: on two days there it would keep the rows of neither.
 */
export function clockStatements(now: Date): string {
  const text = now.toISOString();
  const statements = Object.entries(MOMENTS).flatMap(([type, names]) =>
    names.map((name) => `create or replace macro memory.main.${name}() as ${moment(text, type)}`),
  );
  return statements.join(';\n');
}

function moment(text: string, type: string): string {
  if (type === 'timestamptz') return `cast(${stringLiteral(text)} as timestamptz)`;
  const utc = stringLiteral(text.replace('T', ' ').replace('Z', ''));
  if (type === 'timetz') return `cast(${stringLiteral(`${text.slice(11, -1)}+00`)} as timetz)`;
  return `cast(cast(${utc} as timestamp) as ${type})`;
}
