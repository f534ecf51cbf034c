import type { StageResult } from '../spi/engine.js';
import { ByteBudget } from './byte-budget.js';
import { type ExtractRequest, extract } from './extract.js';
import { ReaderThreads } from './reader-threads.js';

export type { ExtractRequest } from './extract.js';

const SCAN_BYTES = 8 << 20;
const RUN_BYTES = 128 << 20;

/** What readers may hold in batches that the engine has not taken yet. */
export interface TransferOptions {
  /** bytes of one reader; 16 MiB, above which no scan was found to be faster */
  readonly scanBytes?: number;
  /** bytes of all readers of the run; 128 MiB */
  readonly runBytes?: number;
}

/** Brings relations from their sources into the engine; one for a run. */
export interface Transfer {
  /** Fetches a relation; when this rejects, the staging table does not exist and no reader is left. */
  extract(request: ExtractRequest): Promise<StageResult>;
  /** Ends the reader threads. Extractions under way must have been cancelled before. */
  close(): Promise<void>;
}

/** Starts nothing before the first extraction. */
export function openTransfer(options: TransferOptions = {}): Transfer {
  const threads = new ReaderThreads();
  const run = new ByteBudget(options.runBytes ?? RUN_BYTES);
  const resources = { threads, run, scanBytes: options.scanBytes ?? SCAN_BYTES };
  return {
    extract: (request) => extract(request, resources),
    close: () => threads.close(),
  };
}
