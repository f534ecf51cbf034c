import type { SqlPlace } from '../../../core/sql-place.js';
import type { ClientError } from './server-error.js';

/** What follows in a statement, of which the server shows 80 characters. */
const SYNTAX = /right syntax to use near '([\s\S]*)' at line \d+$/;

/** Names and values that the server's messages are about; both families word them alike. */
const MENTIONS: readonly RegExp[] = [
  /^Unknown (?:column|table) '(.+?)'/,
  /^Column '(.+?)' in .* is ambiguous/,
  /^Table '(?:.*\.)?(.+?)' doesn't exist/,
  /^(?:FUNCTION|PROCEDURE) (?:.*\.)?(\S+) does not exist/,
  /^Duplicate column name '(.+)'/,
  /^(?:Truncated incorrect|Incorrect) .*? value: '(.*?)'/,
  /^Incorrect parameter count in the call to native function '(.+)'/,
];

/** The client's error, with its place in the statement as far as the message tells. */
export function withPlace(error: unknown, statement: string): unknown {
  if (!(error instanceof Error)) return error;
  const place = placeIn((error as ClientError).sqlMessage ?? '');
  return place === null ? error : Object.assign(error, { ...place, statement } satisfies SqlPlace);
}

function placeIn(message: string): SqlPlace | null {
  const rest = SYNTAX.exec(message)?.[1];
  if (rest !== undefined) return { rest };
  for (const pattern of MENTIONS) {
    const mentioned = pattern.exec(message)?.[1];
    if (mentioned !== undefined) return { mentioned };
  }
  return null;
}
