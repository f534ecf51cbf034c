import type { Adapter } from '../../spi/adapter.js';
import { dialect } from './dialect.js';
import { completeName, fields } from './profile.js';

/** DuckDB files. The engine itself attaches, reads and writes them. */
export const adapter: Adapter = {
  type: 'duckdb',
  aliases: [],
  title: 'DuckDB',
  clientPackage: null,
  capabilities: {
    extract: 'engine',
    load: 'engine',
    publish: 'transactional rename',
    schemas: true,
    inPlace: true,
    views: true,
    castsText: true,
    cancel: true,
    snapshot: false,
  },
  fields,
  dialect,
  completeName,
  connect: async (context) => (await import('./connection.js')).connect(context),
};
