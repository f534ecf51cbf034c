import type { Adapter } from '../../spi/adapter.js';
import { connect } from './connection.js';
import { dialect } from './dialect/dialect.js';
import { databaseOf } from './dialect/quote.js';
import { FIELDS } from './profile/fields.js';

/** MySQL 8 and newer, MariaDB 10.5 and newer. A relation's `schema` is its database; `database` is always null. */
export const adapter: Adapter = {
  type: 'mysql',
  aliases: ['mariadb'],
  title: 'MySQL and MariaDB',
  clientPackage: 'mysql2',
  capabilities: {
    extract: 'bulk',
    load: 'bulk',
    publish: 'RENAME TABLE',
    schemas: false,
    inPlace: true,
    views: true,
    castsText: false,
    cancel: true,
    snapshot: false,
  },
  fields: FIELDS,
  dialect,
  completeName(profile, name) {
    const fallback = (profile['database'] ?? profile['schema'] ?? null) as string | null;
    return { database: null, schema: databaseOf(name, fallback), identifier: name.identifier };
  },
  connect,
};
