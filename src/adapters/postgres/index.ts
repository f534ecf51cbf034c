import { DvtError } from '../../core/errors.js';
import type { Adapter } from '../../spi/adapter.js';
import { PostgresConnection } from './connection.js';
import { dialect } from './dialect/dialect.js';
import { DEFAULT_SCHEMA, fields, sessionOptions } from './profile.js';

/** PostgreSQL 12 and later. */
export const adapter: Adapter = {
  type: 'postgres',
  aliases: ['postgresql'],
  title: 'PostgreSQL',
  clientPackage: 'pg',
  capabilities: {
    extract: 'bulk',
    load: 'bulk',
    publish: 'transactional rename',
    schemas: true,
    inPlace: true,
    views: true,
    castsText: true,
    cancel: true,
    snapshot: true,
  },
  fields,
  dialect,
  completeName(profile, { database, schema, identifier }) {
    const own = String(profile['database']);
    if (database !== null && database !== own) {
      throw new DvtError({
        code: 'DVT1301',
        message: `${database}.${schema ?? ''}.${identifier} is in another database than the connection's, ${own}; a PostgreSQL session sees one database`,
        hint: `Give the database ${database} a profile of its own.`,
      });
    }
    return { database: own, schema: schema ?? String(profile['schema'] ?? DEFAULT_SCHEMA), identifier };
  },
  connect: async (context) => PostgresConnection.open(context, await sessionOptions(context)),
};
