import { DvtError } from '../../../core/errors.js';
import { NO_ROOM } from '../../../core/session-room.js';
import type { SqlPlace } from '../../../core/sql-place.js';
import type { SessionOptions } from './options.js';

/** An error of the server or of the socket, as `pg` delivers it. `code` is an SQLSTATE or a system error's name. */
export interface ClientError {
  readonly code: string;
  readonly message: string;
  readonly detail: string | null;
  readonly hint: string | null;
  /** character offset in the statement, starting at 1 */
  readonly position: number | null;
}

/** An error of a user's SQL, beside the client's own: where in that SQL it is. */
export interface PlacedError {
  /** character offset in the user's SQL, in UTF-16 code units */
  readonly offsetInUserSql?: number;
  /** what was sent, of which the server counts the position */
  readonly statement?: string;
  /** statements sent with it that were completed before */
  readonly completed?: number;
}

/** How many of several statements were completed before one failed. */
export function completedStatements(error: unknown): number {
  return (error as PlacedError | null)?.completed ?? 0;
}

/** Reads what `pg` threw; `code` is '' where there is none. */
export function clientError(error: unknown): ClientError {
  const given = (typeof error === 'object' && error !== null ? error : {}) as Record<string, unknown>;
  const text = (name: string) =>
    typeof given[name] === 'string' && given[name] !== '' ? (given[name] as string) : null;
  const nested = Array.isArray(given['errors']) ? clientError(given['errors'][0]) : null;
  return {
    code: text('code') ?? nested?.code ?? '',
    message: text('message') ?? nested?.message ?? String(error),
    detail: text('detail'),
    hint: text('hint'),
    position: text('position') === null ? null : Number(text('position')),
  };
}

/** Faults that may pass by themselves: lost connections, a server that shuts down or is full, serialization failures. */
function mayPass(code: string): boolean {
  return /^(08...|57P0[1-5]|53300|40001|40P01|ECONNRESET|ECONNREFUSED|EPIPE|ETIMEDOUT|EHOSTUNREACH|ENETUNREACH|EAI_AGAIN)$/.test(
    code,
  );
}

/** Whether the session is gone, as against a statement that failed in it. */
export function isConnectionLoss(error: unknown): boolean {
  const { code, message } = clientError(error);
  return (
    /^(08...|57P0.|ECONN.*|EPIPE|ETIMEDOUT)$/.test(code) ||
    /^(Connection terminated|Client (was closed|has encountered))/.test(message)
  );
}

/** too_many_connections: there are as many sessions as the server, the database or the role may have */
const FULL = '53300';

/** Why a session could not be opened, as a person is told. */
export function loginError(error: unknown, options: SessionOptions): DvtError {
  if (error instanceof DvtError) return error;
  const found = clientError(error);
  const where = `${options.host}:${options.port}`;
  const make = (code: string, message: string, hint: string, terminal = true) =>
    new DvtError({ code, message: `Connection ${options.name}: ${message}`, hint }, { cause: error, terminal });
  if (found.code === '28P01' || found.code === '28000' || /password|SASL|SCRAM/i.test(found.message)) {
    const reason = options.password === null ? `${found.message} (the profile has no password)` : found.message;
    return make(
      'DVT4003',
      `the server at ${where} refused user ${options.user}: ${reason}`,
      'Check user and password in the profile, and pg_hba.conf on the server.',
    );
  }
  if (found.code === '3D000') {
    return make('DVT4004', `there is no database ${options.database} at ${where}`, 'Check `database` in the profile.');
  }
  if (/SSL|TLS|CERT|certificate|ALTNAME/i.test(`${found.code} ${found.message}`)) {
    return make(
      'DVT4005',
      `TLS with ${where} failed (sslmode ${options.tls.mode}): ${found.message}`,
      'Check sslmode, sslrootcert, sslcert and sslkey in the profile.',
    );
  }
  if (found.code === FULL) {
    return make(
      NO_ROOM,
      `the server at ${where} has no room for another session: ${found.message}`,
      'Raise the limit, or lower max_connections and threads in the profile: a run opens max_connections sessions to read, one for its snapshot, one for the catalog and what else it asks, and one for its lease where it publishes.',
      false,
    );
  }
  if (/^[0-9A-Z]{5}$/.test(found.code) && !/^E[A-Z]{4}$/.test(found.code)) {
    return make(
      'DVT4002',
      `the server at ${where} refused the session: ${found.message}`,
      found.hint ?? 'See the message of the server.',
      !mayPass(found.code),
    );
  }
  const reason = /timeout expired/.test(found.message)
    ? `no answer within ${options.connectTimeoutMs / 1000} s`
    : found.message;
  return make(
    'DVT4002',
    `cannot reach PostgreSQL at ${where}: ${reason}`,
    'Check host and port in the profile, and that the server runs and can be reached from here.',
    found.code === 'ENOTFOUND',
  );
}

/** A statement that was stopped because its caller asked. */
export function cancelled(options: Pick<SessionOptions, 'name'>, doing: string | null): DvtError {
  const what = doing === null ? 'the statement' : doing;
  return new DvtError({ code: 'DVT5102', message: `Connection ${options.name}: ${what} was cancelled` });
}

function placeOf(error: unknown, { position }: ClientError): SqlPlace | null {
  const { offsetInUserSql, statement } = error as PlacedError;
  if (offsetInUserSql !== undefined) return { position: offsetInUserSql };
  if (position === null || statement === undefined) return null;
  // The server counts characters, a string counts code units.
  return { position: [...statement].slice(0, position - 1).join('').length, statement };
}

/**
 * Why a statement failed, as a person is told. `doing` says what dvt was at, e.g. `reading public.orders`; `holder` who
 * was seen to hold a lock that it waited for.
 */
export function statementError(
  error: unknown,
  options: Pick<SessionOptions, 'name'>,
  doing: string | null,
  holder: string | null = null,
): DvtError {
  if (error instanceof DvtError) return error;
  const found = clientError(error);
  const prefix = `Connection ${options.name}: ${doing === null ? '' : `${doing}: `}`;
  const make = (code: string, message: string, hint: string | null, terminal: boolean) =>
    new DvtError({ code, message: prefix + message, ...(hint !== null && { hint }) }, { cause, terminal });
  const place = placeOf(error, found);
  const cause = place === null ? error : { ...place, error };
  const full = found.detail === null ? found.message : `${found.message} (${found.detail})`;
  if (isConnectionLoss(error)) {
    return make(
      'DVT4007',
      `the connection to PostgreSQL was lost: ${full}`,
      'The server stopped, ended the session, or the network failed; run again.',
      false,
    );
  }
  switch (found.code) {
    case '42501':
      return make('DVT4006', full, 'Grant the right, or use another user in the profile.', true);
    case '25006':
      return make(
        'DVT5101',
        full,
        'The server is a standby, or the database or the user is set to read only: publish on the primary.',
        true,
      );
    case '57014':
      return make(
        'DVT5102',
        full,
        /statement timeout/.test(found.message) ? 'Raise statement_timeout in the profile, or leave it out.' : null,
        true,
      );
    case '55P03':
      return make(
        'DVT5104',
        holder === null ? full : `${full}; the lock is held by ${holder}`,
        'Another session holds a lock; run again, or raise lock_timeout in the profile.',
        false,
      );
    default:
      return make('DVT5101', `${full}${found.code === '' ? '' : ` [${found.code}]`}`, found.hint, !mayPass(found.code));
  }
}
