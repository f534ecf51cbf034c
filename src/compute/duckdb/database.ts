import { mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { clockStatements } from './clock.js';
import { limitForDuckDb } from './memory-limit.js';
import { type NativeConnection, type NativeInstance, openInstance } from './native-connection.js';
import type { DuckDbOptions } from './options.js';
import { quoted, stringLiteral } from './quoting.js';

/** Catalog of the staging tables. An `@` keeps it apart from the connections of a project. */
export const STAGING = 'dvt@staging';

/** Catalog of the staging tables that are held in memory. */
export const STAGING_IN_MEMORY = 'dvt@memory';

/** The only column of a relation without columns: it has rows, and nothing to read. */
export const ROW_MARKER = 'dvt@row';

const SETTINGS = {
  // The position of an error in the SQL is only in its JSON form.
  errors_as_json: 'true',
  // Nothing is fetched from the network at run time; what is installed loads by `load`.
  autoinstall_known_extensions: 'false',
  autoload_known_extensions: 'false',
  allow_community_extensions: 'false',
};

/** One DuckDB instance of this thread, opened on first use. */
export class Database {
  #instance: Promise<NativeInstance> | null = null;
  readonly #open: () => Promise<NativeInstance>;
  readonly #remove: () => Promise<void>;

  constructor(open: () => Promise<NativeInstance>, remove: () => Promise<void> = async () => {}) {
    this.#open = open;
    this.#remove = remove;
  }

  /** A new connection; the caller closes it. */
  async connect(): Promise<NativeConnection> {
    this.#instance ??= this.#open();
    return (await this.#instance).connect();
  }

  /** Closes the instance, its connections must be closed before, and removes its files. */
  async close(): Promise<void> {
    const opening = this.#instance;
    this.#instance = null;
    if (opening === null) return;
    await opening.then(
      (instance) => instance.close(),
      () => {},
    );
    await this.#remove();
  }
}

/**
 * Staged data is written once, read a few times and thrown away. Looking for the best compression of each column took more
 * than half of the staging thread's time (docs/decisions/0007-staging-format.md).
 */
const STAGING_SETTINGS = [
  "set global disabled_compression_methods = 'dictionary,fsst,dict_fsst,zstd,alp,alprd,chimp,patas,roaring,rle,bitpacking'",
  // Row groups that wait to be written are held beside the buffers that `memory_limit` counts.
  'set global write_buffer_row_group_count = 1',
];

/** DuckDB 1.5.5 carries the keys of a join below an ORDER BY with LIMIT, which then counts other rows. */
const WRONG_OPTIMIZER = 'join_filter_pushdown';

/** The instance that stages and computes. */
export function engineDatabase(options: DuckDbOptions): Database {
  const file = join(options.directory, 'staging.duckdb');
  const spill = join(options.directory, 'spill');
  const remove = async () => {
    for (const path of [file, `${file}.wal`, spill]) await rm(path, { recursive: true, force: true });
  };
  const open = async () => {
    await mkdir(options.directory, { recursive: true, mode: 0o700 });
    await remove();
    const instance = await openInstance({
      ...SETTINGS,
      temp_directory: spill,
      // Returns memory to the system after a task that freed this much; by default 128 MB stay with the process.
      allocator_flush_threshold: '8MB',
      allocator_bulk_deallocation_flush_threshold: '16MB',
      ...(options.memoryLimit == null ? {} : { memory_limit: limitForDuckDb(options.memoryLimit) }),
      ...(options.threads == null ? {} : { threads: String(options.threads) }),
    });
    const connection = await instance.connect();
    await connection.run("set global TimeZone = 'UTC'");
    await connection.run(`set global disabled_optimizers = '${WRONG_OPTIMIZER}'`);
    if (options.now) await connection.run(clockStatements(options.now));
    for (const setting of STAGING_SETTINGS) await connection.run(setting);
    // Staging dies with the run: its write-ahead log would only be written twice and thrown away.
    await connection.run(
      options.stagingOnDisk
        ? `attach ${stringLiteral(file)} as ${quoted(STAGING)} (recovery_mode 'no_wal_writes')`
        : `attach ':memory:' as ${quoted(STAGING)}`,
    );
    await connection.run(`attach ':memory:' as ${quoted(STAGING_IN_MEMORY)}`);
    await connection.close();
    return instance;
  };
  return new Database(open, remove);
}

/**
 * Statistics of an empty table would turn every filter into `false`. After the others a plan cannot be serialized (DuckDB
 * 1.5.5), or names row numbers; they change how a query runs, and nothing of what it needs. The setting is global to an
 * instance.
 */
const UNWANTED_OPTIMIZERS = [
  'statistics_propagation',
  'build_side_probe_side',
  'top_n_window_elimination',
  'window_self_join',
  'late_materialization',
  'sampling_pushdown',
  'common_subplan',
];

/** The instance that answers the planner's questions over empty tables. */
export function analyzerDatabase(now: Date | null): Database {
  return new Database(async () => {
    const instance = await openInstance({ ...SETTINGS, threads: '1', memory_limit: '512MB' });
    const connection = await instance.connect();
    await connection.run("set global TimeZone = 'UTC'");
    if (now !== null) await connection.run(clockStatements(now));
    await connection.run(`set global disabled_optimizers = '${UNWANTED_OPTIMIZERS.join()}'`);
    await connection.close();
    return instance;
  });
}
