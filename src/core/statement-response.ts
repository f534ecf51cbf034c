/** What dbt's adapters say of a statement. */
export interface StatementResponse {
  readonly _message: string;
  /** the command: `INSERT`, `CREATE VIEW` */
  readonly code: string;
  /** -1: the database does not count them */
  readonly rows_affected: number;
}

/**
 * The response of a statement that went well, from what is told of it: `INSERT 0 7` is the command INSERT of 7 rows
 * (dbt-postgres, `get_response`). `rows`: those published; null: as the message says.
 */
export function statementResponse(message: string, rows: number | null): StatementResponse {
  const [, command = message, counted] = /^([A-Z][A-Z ]*?)(?: \d+)*? (\d+)$/.exec(message) ?? [];
  return { _message: message, code: command, rows_affected: rows ?? (counted === undefined ? -1 : Number(counted)) };
}
