import type { StageResult } from '../spi/engine.js';
import type { ReaderSessions } from '../spi/scan.js';
import { ByteBudget } from './byte-budget.js';
import { type ExtractRequest, extract } from './extract.js';
import { Readers } from './readers.js';

export type { ExtractRequest } from './extract.js';

const SCAN_BYTES = 8 << 20;
const RUN_BYTES = 128 << 20;

/** What readers may hold in batches that the engine has not taken yet. */
export interface TransferOptions {
  /** bytes of one reader; 8 MiB, above which no scan was found to be faster */
  readonly scanBytes?: number;
  /** bytes of all readers of the run; 128 MiB */
  readonly runBytes?: number;
}

/** Brings relations from their sources into the engine; one for a run. */
export interface Transfer {
  /** Fetches a relation; when this rejects, the staging table does not exist and no reader is left. */
  extract(request: ExtractRequest): Promise<StageResult>;
  /** sessions that adapters keep at one state of their sources */
  readonly sessions: ReaderSessions;
  /** Ends the sessions of sources that readers keep for later. */
  endIdleSessions(): Promise<void>;
  /** Ends the reader threads. Extractions under way must have been cancelled before. */
  close(): Promise<void>;
}

/** Starts nothing before the first extraction. */
export function openTransfer(options: TransferOptions = {}): Transfer {
  const readers = new Readers();
  const run = new ByteBudget(options.runBytes ?? RUN_BYTES);
  const resources = { readers, run, scanBytes: options.scanBytes ?? SCAN_BYTES };
  return {
    extract: (request) => extract(request, resources),
    sessions: readers,
    endIdleSessions: () => readers.endIdleSessions(),
    close: () => readers.closeAll(),
  };
}
