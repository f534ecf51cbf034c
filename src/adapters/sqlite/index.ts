import type { Adapter } from '../../spi/adapter.js';
import { dialect } from './dialect/dialect.js';
import { completeName, fields } from './profile.js';
import { CLIENT_PACKAGE } from './session/client.js';

/** SQLite files, by a native SQLite in processes and threads of our own: its locks and its journal are the real ones. */
export const adapter: Adapter = {
  type: 'sqlite',
  aliases: ['sqlite3'],
  title: 'SQLite',
  clientPackage: CLIENT_PACKAGE,
  capabilities: {
    extract: 'rows',
    load: 'rows',
    publish: 'transactional rename',
    schemas: true,
    inPlace: true,
    views: true,
    castsText: false,
    cancel: true,
    snapshot: false,
  },
  fields,
  dialect,
  completeName,
  connect: async (context) => (await import('./connection.js')).connect(context),
};
