import { DvtError } from '../../../core/errors.js';
import { NO_ROOM } from '../../../core/session-room.js';

/** What an error of mysql2 carries; every field may be absent. */
export interface ClientError extends Error {
  readonly code?: string;
  readonly errno?: number;
  readonly sqlState?: string;
  readonly sqlMessage?: string;
}

interface Kind {
  readonly code: string;
  readonly terminal: boolean;
  readonly what: string;
  readonly hint?: string;
}

const LOST: Kind = {
  code: 'DVT4007',
  terminal: false,
  what: 'the connection was lost',
  hint: 'The server stopped, ended the session, or the network failed; run again.',
};
const REACH: Kind = {
  code: 'DVT4002',
  terminal: false,
  what: 'the server cannot be reached',
  hint: 'Check host and port, and that the server runs and accepts connections from here.',
};
const LOGIN: Kind = { code: 'DVT4003', terminal: true, what: 'login failed', hint: 'Check user and password.' };
const TLS: Kind = {
  code: 'DVT4005',
  terminal: true,
  what: 'no TLS session',
  hint: 'Check ssl_mode, ssl_ca, ssl_cert and ssl_key.',
};
const RIGHTS: Kind = {
  code: 'DVT4006',
  terminal: true,
  what: 'a right is missing',
  hint: 'Grant the right, or correct user and database in the profile.',
};
const BUSY: Kind = { code: 'DVT4002', terminal: false, what: 'the server is busy' };
const SESSIONS: Kind = {
  code: NO_ROOM,
  terminal: false,
  what: 'the server has no room for another session',
  hint: 'Raise the limit (max_user_connections, max_connections), or lower max_connections and threads in the profile: a run opens max_connections sessions to read, one for each node at work, and one for its lease where it publishes.',
};
const LOCKED: Kind = { code: 'DVT5104', terminal: false, what: 'another session holds a lock' };
const STATEMENT: Kind = { code: 'DVT5101', terminal: true, what: 'the statement failed' };
const FULL: Kind = {
  code: 'DVT5101',
  terminal: true,
  what: 'the server has no room',
  hint: 'Free disk space on the server, or raise the limit of its tablespace, and run again; what was there before is unchanged.',
};
const CANCELLED: Kind = { code: 'DVT5102', terminal: true, what: 'the statement was cancelled' };

const BY_CODE: Readonly<Record<string, Kind>> = {
  ECONNREFUSED: REACH,
  ENOTFOUND: REACH,
  EAI_AGAIN: REACH,
  ETIMEDOUT: REACH,
  EHOSTUNREACH: REACH,
  ENETUNREACH: REACH,
  ENOENT: REACH,
  EACCES: REACH,
  ECONNRESET: LOST,
  EPIPE: LOST,
  PROTOCOL_CONNECTION_LOST: LOST,
  HANDSHAKE_NO_SSL_SUPPORT: TLS,
  HANDSHAKE_SSL_ERROR: TLS,
  AUTH_SWITCH_PLUGIN_ERROR: LOGIN,
  MYSQL_CLEAR_PASSWORD_NOT_ENABLED: LOGIN,
};

/** ER_USER_LIMIT_REACHED: too many sessions, or too many statements in an hour. */
const RESOURCE_LIMIT = 1226;

/** https://mariadb.com/kb/en/mariadb-error-code-reference/ */
const BY_NUMBER: Readonly<Record<number, Kind>> = {
  1021: FULL,
  1040: SESSIONS,
  1044: RIGHTS,
  1049: { ...REACH, code: 'DVT4004', terminal: true, what: 'there is no such database', hint: 'Check database.' },
  1045: LOGIN,
  1053: LOST,
  1114: FULL,
  1129: { ...LOGIN, what: 'the server blocks this host' },
  1130: { ...LOGIN, what: 'the server does not accept this host' },
  1142: RIGHTS,
  1143: RIGHTS,
  1203: SESSIONS,
  1205: LOCKED,
  1213: LOCKED,
  1226: BUSY,
  1227: RIGHTS,
  1317: CANCELLED,
  1370: RIGHTS,
  // The table was altered or replaced after the snapshot was opened.
  1412: { ...LOCKED, what: 'the table was changed meanwhile' },
  1419: RIGHTS,
  1698: LOGIN,
  1927: LOST,
  1969: { ...CANCELLED, what: 'the server ended the statement for its time limit' },
  3024: { ...CANCELLED, what: 'the server ended the statement for its time limit' },
  3118: { ...LOGIN, what: 'the account is locked' },
  4031: LOST,
};

/**
 * The client's error in dvt's terms; a DvtError passes through. Nothing secret is in it: servers do not print passwords.
 * `where` is the server that a session was to be opened with.
 */
export function serverError(error: unknown, connection: string, where?: string): DvtError {
  if (error instanceof DvtError) return error;
  const { code, errno, sqlMessage, message } = error as ClientError;
  const kind =
    (errno === RESOURCE_LIMIT && /max_user_connections/.test(sqlMessage ?? message) ? SESSIONS : undefined) ??
    (errno !== undefined && errno > 0 ? BY_NUMBER[errno] : undefined) ??
    BY_CODE[code ?? ''] ??
    (sqlMessage === undefined ? LOST : STATEMENT);
  const said = sqlMessage ?? message ?? code ?? 'no reason given';
  const number = errno !== undefined && errno > 0 ? ` (error ${errno})` : '';
  return new DvtError(
    {
      code: kind.code,
      message: `Connection ${connection}: ${kind.what}${where === undefined ? '' : ` at ${where}`}: ${said}${number}`,
      ...(kind.hint !== undefined && { hint: kind.hint }),
    },
    { cause: error, terminal: kind.terminal },
  );
}

/** The server's number of an error that `serverError` made, or null. */
export function errorNumber(error: unknown): number | null {
  const cause = error instanceof DvtError ? error.cause : error;
  return (cause as ClientError | undefined)?.errno ?? null;
}
