import { DvtError } from '../../../core/errors.js';
import type { ConnectionContext } from '../../../spi/adapter.js';
import { type TlsOptions, tlsOptions } from './tls-options.js';

/** What is needed to open a session, in any thread. Structured-clonable; never logged. */
export interface SessionOptions {
  /** the connection's name, for messages */
  readonly connection: string;
  readonly host: string;
  readonly port: number;
  /** path of a Unix socket; null = TCP */
  readonly socket: string | null;
  readonly user: string;
  readonly password: string;
  readonly database: string | null;
  readonly tls: TlsOptions;
  /** milliseconds */
  readonly connectTimeout: number;
  /** further tries when the server cannot be reached */
  readonly retries: number;
}

/** Throws DVT1250 where `database` and `schema`, which are one thing here, differ; DVT4005 for TLS fields. */
export function sessionOptions(context: ConnectionContext): SessionOptions {
  const { name, profile } = context;
  const field = <T>(key: string): T | undefined => profile[key] as T | undefined;
  const database = field<string>('database');
  const schema = field<string>('schema');
  if (database !== undefined && schema !== undefined && database !== schema) {
    throw new DvtError({
      code: 'DVT1250',
      message: `Connection ${name} has database "${database}" and schema "${schema}"; in MySQL they are the same thing.`,
      hint: 'Keep one of the two fields.',
    });
  }
  return {
    connection: name,
    host: field<string>('host') ?? 'localhost',
    port: field<number>('port') ?? 3306,
    socket: field<string>('socket') ?? null,
    user: field<string>('user') ?? '',
    password: field<string>('password') ?? '',
    database: database ?? schema ?? null,
    tls: tlsOptions(context),
    connectTimeout: (field<number>('connect_timeout') ?? 10) * 1000,
    retries: field<number>('retries') ?? 1,
  };
}
