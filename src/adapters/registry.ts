import type { Adapter, AdapterRegistry } from '../spi/adapter.js';

/** Type or alias -> the module of its adapter. One line a database; nothing is loaded before it is asked for. */
const MODULES: readonly {
  readonly type: string;
  readonly aliases: readonly string[];
  load(): Promise<{ readonly adapter: Adapter }>;
}[] = [
  { type: 'postgres', aliases: ['postgresql'], load: () => import('./postgres/index.js') },
  { type: 'mysql', aliases: ['mariadb'], load: () => import('./mysql/index.js') },
  { type: 'duckdb', aliases: [], load: () => import('./duckdb/index.js') },
  { type: 'sqlite', aliases: ['sqlite3'], load: () => import('./sqlite/index.js') },
  { type: 'files', aliases: ['file'], load: () => import('./files/index.js') },
];

/** The adapters that come with dvt, in the order of the catalogue. */
export const adapterRegistry: AdapterRegistry = {
  types: MODULES.map(({ type }) => type),
  async find(type) {
    const wanted = type.toLowerCase();
    const entry = MODULES.find((module) => module.type === wanted || module.aliases.includes(wanted));
    return entry ? (await entry.load()).adapter : null;
  },
};
