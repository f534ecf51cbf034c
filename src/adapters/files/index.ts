import type { Adapter } from '../../spi/adapter.js';
import { dialect } from '../duckdb/dialect.js';
import { completeName, fields } from './profile.js';

/** Parquet, CSV, TSV and JSON files in a directory. The engine itself reads and writes them. */
export const adapter: Adapter = {
  type: 'files',
  aliases: ['file'],
  title: 'Files (Parquet, CSV, JSON)',
  clientPackage: null,
  capabilities: {
    extract: 'engine',
    load: 'engine',
    publish: 'rename of a file',
    schemas: true,
    inPlace: false,
    views: false,
    castsText: true,
    cancel: true,
    snapshot: false,
  },
  fields,
  dialect,
  completeName,
  connect: async (context) => (await import('./connection.js')).connect(context),
};
