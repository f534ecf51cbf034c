import { z } from 'zod';
import type { ProfileField } from '../../../spi/adapter.js';
import { SSL_MODES } from './tls-options.js';

const text = z.coerce.string();
const name = text.min(1);
const count = z.coerce.number().int();

/** The fields of a profile: those of dbt-mysql, and MySQL's own terms for TLS. */
export const FIELDS: Readonly<Record<string, ProfileField>> = {
  host: { schema: name, description: 'server name or address; default localhost', synonyms: ['server', 'hostname'] },
  port: { schema: count.min(1).max(65_535), description: 'TCP port; default 3306' },
  socket: {
    schema: name,
    description: 'path of a Unix socket, used in place of host and port',
    synonyms: ['unix_socket', 'socket_path'],
  },
  user: { schema: name, description: 'user name', synonyms: ['username'], required: true },
  password: { schema: text, description: 'password', synonyms: ['pass'], secret: true },
  database: { schema: name, description: 'default database (MySQL calls it schema, too)', synonyms: ['dbname'] },
  schema: { schema: name, description: 'the same as database; both given must be equal' },
  ssl_mode: {
    schema: z.preprocess((value) => (typeof value === 'string' ? value.toUpperCase() : value), z.enum(SSL_MODES)),
    description: `${SSL_MODES.join(', ')}; default PREFERRED, or VERIFY_CA where ssl_ca is given`,
    synonyms: ['sslmode'],
  },
  ssl_ca: { schema: name, description: "PEM file of the authorities that may sign the server's certificate" },
  ssl_cert: { schema: name, description: "PEM file of the client's certificate" },
  ssl_key: { schema: name, description: "PEM file of the client certificate's key" },
  ssl_disabled: { schema: z.stringbool().or(z.boolean()), description: 'true is ssl_mode DISABLED (dbt-mysql)' },
  ssl_verify_cert: { schema: z.stringbool().or(z.boolean()), description: 'true is ssl_mode VERIFY_CA (dbt-mysql)' },
  ssl_verify_identity: {
    schema: z.stringbool().or(z.boolean()),
    description: 'true is ssl_mode VERIFY_IDENTITY (dbt-mysql)',
  },
  charset: {
    schema: z.literal('utf8mb4', 'dvt always talks utf8mb4, which holds every character set of the server'),
    description: 'utf8mb4, the only one',
  },
  connect_timeout: {
    schema: count.min(1),
    description: 'seconds to wait for a connection; default 10',
    synonyms: ['connection_timeout'],
  },
  retries: { schema: count.min(0), description: 'times to try again when the server cannot be reached; default 1' },
  max_connections: { schema: count.min(1), description: 'connections that a scan may use at once; default 2' },
};
