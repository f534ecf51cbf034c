import { snapshotLost } from '../../../core/snapshot-lost.js';
import type { ScanPlan, ScanRequest } from '../../../spi/scan.js';
import type { Snapshot, SnapshotRequest } from '../../../spi/snapshot.js';
import { planReads, type ScanContext } from './plan.js';
import { type ExportedSnapshot, exportSnapshot } from './snapshot.js';

/** Reads relations of one connection, each at a state of its own or several at one. */
export class Scans {
  readonly #context: ScanContext;
  readonly #exported = new Set<ExportedSnapshot>();

  constructor(context: ScanContext) {
    this.#context = context;
  }

  /** A relation at a state of its own; its splits share an exported snapshot. */
  async scan(request: ScanRequest): Promise<ScanPlan> {
    const reads = await planReads(this.#context, request);
    if (reads.parts === 1) return { kind: 'read', tasks: reads.tasks(null), release: async () => {} };
    const snapshot = await this.#export();
    if ('refused' in snapshot) return this.scan({ ...request, maxSplits: 1 });
    return { kind: 'read', tasks: reads.tasks(snapshot), release: () => this.#release(snapshot) };
  }

  /**
   * One state for many scans: a session that reads nothing holds it, readers join it for a statement each. Where the server
   * exports none, every scan has a state of its own.
   */
  async openSnapshot({ maxConnections }: SnapshotRequest): Promise<Snapshot> {
    const snapshot = await this.#export();
    if ('refused' in snapshot) return this.#separateStates(snapshot.refused, maxConnections);
    const { position, takenAt, plusMinus } = snapshot;
    return {
      state: {
        scope: 'source',
        means: 'exported snapshot',
        limit: null,
        connections: maxConnections,
        position,
        takenAt,
        plusMinus,
      },
      get held() {
        return snapshot.held;
      },
      scan: async (request) => {
        if (!snapshot.held) throw snapshotLost('the session that held it has ended.');
        const reads = await planReads(this.#context, request);
        return { kind: 'read', tasks: reads.tasks(snapshot), release: async () => {} };
      },
      release: () => this.#release(snapshot),
    };
  }

  /** Ends every session that holds a snapshot. */
  async close(): Promise<void> {
    await Promise.all([...this.#exported].map((snapshot) => snapshot.release()));
  }

  #separateStates(refused: string, maxConnections: number): Snapshot {
    return {
      state: {
        scope: 'scan',
        means: 'repeatable read',
        limit: `the server exports no snapshot: ${refused}`,
        connections: maxConnections,
        position: {},
        takenAt: new Date(),
        plusMinus: 0,
      },
      held: true,
      scan: (request) => this.scan(request),
      release: async () => {},
    };
  }

  async #export() {
    const snapshot = await exportSnapshot(this.#context.pool);
    if (!('refused' in snapshot)) this.#exported.add(snapshot);
    return snapshot;
  }

  async #release(snapshot: ExportedSnapshot): Promise<void> {
    this.#exported.delete(snapshot);
    await snapshot.release();
  }
}
