import type { DvtError } from '../core/errors.js';
import type { Permits } from '../core/permits.js';
import type { SessionRoom } from '../core/session-room.js';
import type { ResultColumn } from '../spi/column-type.js';
import type { CompiledNode, CompiledUnitTest } from '../spi/compiled.js';
import type { Engine } from '../spi/engine.js';
import type { Emit } from '../spi/event.js';
import type { Manifest, UnitTest } from '../spi/manifest.js';
import type { ManifestNode } from '../spi/node.js';
import type { Batch, MacroRunner } from '../spi/node-macros.js';
import type { Deferred, NodePlan } from '../spi/plan.js';
import type { ScanPlan } from '../spi/scan.js';
import type { ConnectionPool } from './connection-pool.js';
import type { RelationCatalog } from './relation-catalog.js';
import type { RunSnapshots } from './run-snapshots.js';

/** What executing nodes needs; the stages before it come as functions. */
export interface RunContext {
  readonly runId: string;
  readonly manifest: Manifest;
  readonly connections: ConnectionPool;
  readonly catalog: RelationCatalog;
  readonly snapshots: RunSnapshots;
  readonly engine: () => Promise<Engine>;
  /** of a microbatch model one batch */
  readonly compile: (node: ManifestNode, batch?: Batch) => Promise<CompiledNode>;
  readonly compileUnitTest: (test: UnitTest) => Promise<CompiledUnitTest>;
  readonly plan: (compiled: CompiledNode) => Promise<NodePlan | Deferred>;
  /** runs the Jinja of nodes at their turn */
  readonly macros: () => Promise<MacroRunner>;
  readonly extract: ExtractRelation;
  /** `--full-refresh` */
  readonly fullRefresh: boolean;
  /** `--empty` */
  readonly empty: boolean;
  /** absolute; where nodes' paths begin */
  readonly projectRoot: string;
  /** Writes a node's compiled SQL to the target folder; the file's path, relative to the project. */
  readonly keepCompiled: (node: ManifestNode, sql: string) => Promise<string>;
  readonly emit: Emit;
  /** a test that would warn fails */
  readonly warningTestsFail?: boolean;
}

/** Brings one relation into one staging table; all of it or nothing. Faults that may pass are tried again. */
export type ExtractRelation = (request: ExtractRequest) => Promise<{ readonly rows: number; readonly bytes: number }>;

export interface ExtractRequest {
  readonly engine: Engine;
  /** name of the staging table */
  readonly table: string;
  readonly columns: readonly ResultColumn[];
  /** of all rows, as they are estimated; absent or null = unknown */
  readonly expectedBytes?: number | null;
  /** Plans the scan; called again where planning failed or its snapshot was lost. */
  plan(): Promise<Extract<ScanPlan, { kind: 'read' }>>;
  /** statements that may read the source at once */
  readonly permits: Permits;
  /** of the source's sessions */
  readonly room: SessionRoom;
  /** cancels a reader's statement on its server */
  cancelOnServer(cancelKey: unknown): Promise<void>;
  readonly signal: AbortSignal;
  onProgress(progress: { readonly rows: number }): void;
  onRetry(error: DvtError): void;
}
