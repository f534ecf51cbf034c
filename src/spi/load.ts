import type { ResultColumn } from './column-type.js';

/** How a query's result gets into the staging relation of a target. */
export type LoadPlan =
  /** a writer in the engine's thread encodes the result and sends it */
  | {
      readonly kind: 'write';
      /** file URL of the module whose `openWriter` is called */
      readonly module: string;
      /** structured-clonable argument of `openWriter` */
      readonly data: unknown;
      /**
       * Engine SQL, one expression a column that the writer gets (it names the result's columns, quoted as the engine
       * does); null = the result's columns as they are.
       */
      readonly projection: readonly string[] | null;
    }
  /** the engine writes it itself: `before` and `after` enclose the query in the engine's dialect */
  | { readonly kind: 'engine'; readonly before: string; readonly after: string };

/**
 * What a writer's module exports as `openWriter`. The staging relation that it creates is visible only after `finish`. `kept`
 * are the sessions that earlier writers left; absent: none is kept.
 */
export type OpenWriter = (
  data: unknown,
  columns: readonly ResultColumn[],
  kept?: KeptSessions,
) => Promise<ResultWriter>;

/** Sessions of targets that writers leave to those after them. */
export interface KeptSessions {
  /** Takes one that was left under this key; null = there is none. */
  take(key: string): KeptSession | null;
  /** Leaves one, with nothing under way in it. */
  leave(key: string, session: KeptSession): void;
}

export interface KeptSession {
  /** false: it is lost */
  readonly usable: boolean;
  /** Never throws. */
  close(): Promise<void>;
}

export interface ResultWriter {
  /** Encodes one chunk; resolves when the target accepts more. Throws a DvtError for a value the target cannot hold. */
  write(chunk: ResultChunk): Promise<void>;
  /** Commits the staging relation. */
  finish(): Promise<{ readonly rows: number; readonly bytes: number }>;
  /** Rolls back and closes; never throws. */
  abort(): Promise<void>;
}

/** Up to 2,048 rows of a result as the engine's vectors; valid only during `write`. */
export interface ResultChunk {
  readonly rows: number;
  readonly vectors: readonly ResultVector[];
}

export interface ResultVector {
  /** the values in DuckDB's vector layout, `rows * width` bytes */
  readonly data: Uint8Array;
  /** bit r of byte r/8 is 0 for NULL; null = no NULLs */
  readonly validity: Uint8Array | null;
  /** the bytes of row `row` of a string or blob vector whose length exceeds 12 */
  longString(row: number): Uint8Array;
}
