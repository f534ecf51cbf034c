import type { BatchLayout } from '../spi/batch.js';
import type { ResultColumn } from '../spi/column-type.js';
import type { CompiledNode } from '../spi/compiled.js';
import type { Engine } from '../spi/engine.js';
import type { Emit } from '../spi/event.js';
import type { Manifest, ModelNode } from '../spi/manifest.js';
import type { Deferred, NodePlan } from '../spi/plan.js';
import type { ReadTask } from '../spi/scan.js';
import type { ConnectionPool } from './connection-pool.js';
import type { RelationCatalog } from './relation-catalog.js';

/** What executing nodes needs; the stages before it come as functions. */
export interface RunContext {
  readonly runId: string;
  readonly manifest: Manifest;
  readonly connections: ConnectionPool;
  readonly catalog: RelationCatalog;
  readonly engine: () => Promise<Engine>;
  readonly compile: (node: ModelNode) => Promise<CompiledNode>;
  readonly plan: (compiled: CompiledNode) => Promise<NodePlan | Deferred>;
  readonly extract: Extract;
  readonly emit: Emit;
}

/** Reads the tasks of one relation into one staging table; all of it or nothing. */
export type Extract = (request: ExtractRequest) => Promise<{ readonly rows: number; readonly bytes: number }>;

export interface ExtractRequest {
  readonly tasks: readonly ReadTask[];
  readonly engine: Engine;
  /** name of the staging table */
  readonly table: string;
  readonly columns: readonly ResultColumn[];
  readonly layout: BatchLayout;
  /** cancels a reader's statement on its server */
  readonly cancelOnServer: (cancelKey: unknown) => Promise<void>;
  readonly signal: AbortSignal;
  readonly onProgress: (progress: { readonly rows: number }) => void;
}
