import type { SqlPlace } from '../../../core/sql-place.js';

/** Names that SQLite's messages are about. */
const MENTIONS: readonly RegExp[] = [
  /^no such (?:column|table|function): "?(.+?)"?(?: - should this be .*)?$/,
  /^ambiguous column name: (.+)$/,
  /^wrong number of arguments to function (.+)\(\)$/,
  /^misuse of (?:aggregate|window function):? (.+)\(\)$/,
  /^table .* has no column named (.+)$/,
];

/** The place that a message tells, for errors without a position. */
export function placeIn(message: string): SqlPlace {
  for (const pattern of MENTIONS) {
    const mentioned = pattern.exec(message)?.[1];
    if (mentioned !== undefined) return { mentioned };
  }
  return {};
}

/**
 * The offset of a syntax error. SQLite names the token (`near "x"`) and its library not the place: it is the first one at
 * whose end the statement fails with the same words.
 */
export function syntaxErrorOffset(
  message: string,
  sql: string,
  failureOf: (sql: string) => string,
): number | undefined {
  if (message === 'incomplete input') return sql.trimEnd().length;
  const token = /^near "([\s\S]+)": syntax error$/.exec(message)?.[1];
  if (token === undefined) return undefined;
  const lower = sql.toLowerCase();
  for (let at = lower.indexOf(token.toLowerCase()); at >= 0; at = lower.indexOf(token.toLowerCase(), at + 1)) {
    // A token that is cut in two reads otherwise, so that no occurrence inside of a longer one is taken.
    if (failureOf(`${sql.slice(0, at + token.length)} `) === message) return at;
  }
  return undefined;
}
