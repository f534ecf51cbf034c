import { availableParallelism, tmpdir } from 'node:os';
import type { DuckDbEngine } from '../compute/duckdb/index.js';
import type { ComputeSettings } from '../spi/project.js';

/** The engine of an invocation; nothing is loaded, started or made before the first `get`. */
export interface LazyEngine {
  get(): Promise<DuckDbEngine>;
  /** Ends it and removes its directory. Idempotent. */
  close(): Promise<void>;
}

type Settings = ComputeSettings['duckdb'];

export const DEFAULT_ENGINE_SETTINGS: Settings = { memoryLimit: null, threads: null, tempDirectory: null };

/** @param runId names the engine's directory, `dvt-<run id>` */
export function lazyEngine(settings: Settings, runId: string): LazyEngine {
  let opened: Promise<{ engine: DuckDbEngine; remove(): Promise<void> }> | null = null;
  const open = async () => {
    const [{ openDuckDbEngine }, { openRunDirectory }] = await Promise.all([
      import('../compute/duckdb/index.js'),
      import('../execute/run-directory.js'),
    ]);
    const directory = await openRunDirectory(settings.tempDirectory ?? tmpdir(), runId);
    const { memoryLimit, threads } = settings;
    const engine = openDuckDbEngine({ directory: directory.path, stagingOnDisk: true, memoryLimit, threads });
    return { engine, remove: () => directory.remove() };
  };
  return {
    get: async () => {
      opened ??= open();
      return (await opened).engine;
    },
    close: async () => {
      const one = await opened?.catch(() => null);
      opened = null;
      await one?.engine.close();
      await one?.remove();
    },
  };
}

/** Threads that DuckDB takes when nothing is said. */
export function defaultEngineThreads(): number {
  return availableParallelism();
}
