import { readFile } from 'node:fs/promises';
import { isAbsolute, resolve } from 'node:path';
import { z } from 'zod';
import { DvtError } from '../../core/errors.js';
import type { ConnectionContext, ProfileField } from '../../spi/adapter.js';
import { isUnixSocket, type SessionOptions, type SslMode, type TlsOptions } from './session/options.js';

const text = z.coerce.string();
const seconds = z.coerce.number().min(0);
/** a number of milliseconds, or a duration as the server reads it: `30s`, `5min` */
const duration = z.union([z.coerce.number().min(0), z.string()]).transform(String);

/** The fields of a profile: those of dbt-postgres under their names and synonyms, and dvt's own. */
export const fields = {
  host: { schema: text, required: true, description: "server's name or address, or the folder of its Unix socket" },
  port: { schema: z.coerce.number().int().min(1).max(65535), description: 'default 5432' },
  user: { schema: text, required: true, synonyms: ['username'], description: 'who logs in' },
  password: { schema: text, synonyms: ['pass'], secret: true, description: 'any characters' },
  database: { schema: text, required: true, synonyms: ['dbname'], description: 'the database; one a connection' },
  schema: { schema: text, description: 'where relations live when nothing else is said; default public' },
  role: { schema: text, description: 'role to take after login (SET ROLE)' },
  search_path: { schema: text, description: 'search_path of the sessions, as the server reads it' },
  sslmode: {
    schema: z.enum(['disable', 'allow', 'prefer', 'require', 'verify-ca', 'verify-full']),
    description: "libpq's meaning; default prefer, with a notice when the session is not encrypted",
  },
  sslrootcert: { schema: text, description: 'PEM file of the authorities to trust, or `system`' },
  sslcert: { schema: text, description: "PEM file of the client's certificate" },
  sslkey: { schema: text, description: "PEM file of the client's key" },
  sslpassword: { schema: text, secret: true, description: 'passphrase of sslkey' },
  application_name: { schema: text, description: 'shown in pg_stat_activity; default dvt' },
  connect_timeout: { schema: seconds, description: 'seconds; default 10' },
  keepalives_idle: { schema: seconds, description: "seconds; 0 = the system's default" },
  retries: { schema: z.coerce.number().int().min(0), description: 'attempts to log in beyond the first; default 1' },
  statement_timeout: { schema: duration, description: "milliseconds or a duration; default the server's" },
  lock_timeout: {
    schema: duration,
    description: "milliseconds or a duration to wait for a lock; default the server's",
  },
  max_connections: { schema: z.coerce.number().int().min(1), description: 'connections of one extraction; default 2' },
  threads: { schema: z.coerce.number().int().min(1), description: 'nodes that run at once, as in dbt' },
} satisfies Record<string, ProfileField>;

type Field = keyof typeof fields;

export const DEFAULT_SCHEMA = 'public';
const DEFAULT_PORT = 5432;
const DEFAULT_CONNECT_SECONDS = 10;

/** Reads a profile into what sessions need. Throws a DvtError for certificate files that cannot be read. */
export async function sessionOptions(context: ConnectionContext): Promise<SessionOptions> {
  const given = (field: Field) => context.profile[field];
  const string = (field: Field) => (given(field) === undefined ? null : String(given(field)));
  const host = string('host') ?? 'localhost';
  const settings: [string, string][] = [];
  const setting = (name: string, value: string | null) => {
    if (value !== null) settings.push([name, value]);
  };
  setting('role', roleName(string('role')));
  setting('search_path', string('search_path'));
  setting('statement_timeout', string('statement_timeout'));
  setting('lock_timeout', string('lock_timeout'));
  if (context.readOnly) setting('default_transaction_read_only', 'on');
  return {
    name: context.name,
    host,
    port: Number(given('port') ?? DEFAULT_PORT),
    user: string('user') ?? '',
    password: string('password'),
    database: string('database') ?? '',
    applicationName: string('application_name') ?? 'dvt',
    connectTimeoutMs: Number(given('connect_timeout') ?? DEFAULT_CONNECT_SECONDS) * 1000,
    keepAliveIdleMs: Number(given('keepalives_idle') ?? 0) * 1000,
    retries: Number(given('retries') ?? 1),
    tls: await tlsOptions(context, host, string),
    settings,
  };
}

/** dbt writes the role into `set role` unquoted, where a plain name is folded to lower case. */
function roleName(role: string | null): string | null {
  if (role === null) return null;
  if (/^".*"$/s.test(role)) return role.slice(1, -1).replaceAll('""', '"');
  return /^[A-Za-z_][\w$]*$/.test(role) ? role.toLowerCase() : role;
}

async function tlsOptions(
  context: ConnectionContext,
  host: string,
  string: (field: Field) => string | null,
): Promise<TlsOptions> {
  const pem = async (field: Field) => {
    const path = string(field);
    if (path === null) return null;
    const file = isAbsolute(path) ? path : resolve(context.projectDir, path);
    return readFile(file, 'utf8').catch((cause: NodeJS.ErrnoException) => {
      const message = `Connection ${context.name}: cannot read ${field} ${file} (${cause.code ?? cause.message})`;
      throw new DvtError({ code: 'DVT4005', message, hint: `Correct ${field} in the profile.` }, { cause });
    });
  };
  const asked = string('sslmode') as SslMode | null;
  const mode = asked ?? 'prefer';
  const system = string('sslrootcert') === 'system';
  if (mode === 'verify-ca' && (system || string('sslrootcert') === null)) {
    // libpq refuses both: any certificate of a public authority would do for any host.
    throw new DvtError({
      code: 'DVT4005',
      message: `Connection ${context.name}: sslmode verify-ca needs sslrootcert, the file of your own authority`,
      hint: 'Give sslrootcert, or use sslmode verify-full.',
    });
  }
  const local = isUnixSocket({ host }) || /^(localhost|127\.\d+\.\d+\.\d+|::1)$/.test(host);
  return {
    mode,
    ca: system ? null : await pem('sslrootcert'),
    cert: await pem('sslcert'),
    key: await pem('sslkey'),
    passphrase: string('sslpassword'),
    tellFallback: asked !== null || !local,
  };
}
