export type Server = 'postgres' | 'mysql';

/** Texts by which the two servers themselves show a value: equal texts, equal values. */
export interface Printed {
  /** expression over the column `the_value` on the source */
  readonly source: string;
  /** the same over the published column */
  readonly target: string;
  /** what the texts are compared as: servers write one double in several ways, and columns of MariaDB hold no -0 */
  readonly as?: 'number' | 'number without -0';
}

/** A column type of a source, with values that must arrive, and values that may be refused. */
export interface TypeCase {
  /** lower case, part of table names */
  readonly name: string;
  /** as the source's DDL spells it */
  readonly type: string;
  /** statements that must come first */
  readonly setup?: string;
  /** SQL expressions of the source; every target must hold them unchanged */
  readonly values: readonly string[];
  /** how both sides are printed, for each target; a string is the reason why the target has no such type */
  readonly printed: Readonly<Record<Server, Printed | { readonly refused: RegExp }>>;
  /** one value at a time */
  readonly hard?: readonly HardValue[];
  /** depends on settings of the source's sessions, so it is tried under odd ones, too */
  readonly bySession?: boolean;
}

/** A value that some target, or the way there, cannot hold: refused with a message that shows it, or unchanged. */
export interface HardValue {
  /** SQL expression of the source */
  readonly sql: string;
  readonly refusedBy: readonly Server[];
  /** what the message shows of the value */
  readonly shown: RegExp;
}

/** The name of the column under test, which messages must name. */
export const COLUMN = 'the_value';
