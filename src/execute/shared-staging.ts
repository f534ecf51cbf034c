import { Permits } from '../core/permits.js';
import type { PlannedScan } from '../spi/plan.js';
import { extractRelation } from './extraction.js';
import type { ExtractedRelation, NodeWork, ScanSharing, SharedRelation } from './node-work.js';
import type { RunContext } from './run-context.js';
import type { SharedScan, SharedScans } from './shared-scans.js';

/** What all nodes may have staged for themselves, those that wait for a thread included. */
const ROOM_MEBIBYTES = 8192;
const MEBIBYTE = 1 << 20;
/** A scan of unknown size. */
const UNKNOWN_BYTES = 64 * MEBIBYTE;

/**
 * Extractions that several nodes of a run use: each begins with its first user and is dropped after its last one. And the
 * bounds within which nodes extract ahead of those that compute.
 */
export class SharedStaging implements ScanSharing {
  readonly #scans: Promise<SharedScans>;
  /** of the run: a shared extraction goes on when one of its users fails */
  readonly #signal: AbortSignal;
  readonly #started = new Map<SharedScan, Promise<ExtractedRelation>>();
  readonly #room = new Permits(ROOM_MEBIBYTES);
  readonly #threads: Permits;

  constructor(scans: Promise<SharedScans>, threads: Permits, signal: AbortSignal) {
    this.#scans = scans;
    this.#threads = threads;
    this.#signal = signal;
  }

  async withRoom<T>({ plan }: NodeWork, stage: () => Promise<T>): Promise<T> {
    const scans = await this.#scans;
    const own = plan.scans.filter((scan) => scan.read && scans.of(scan) === null);
    const bytes = own.reduce((sum, { estimate }) => sum + (estimate.bytes ?? UNKNOWN_BYTES), 0);
    return this.#room.hold(Math.ceil(bytes / MEBIBYTE), stage);
  }

  inTurn<T>(compute: () => Promise<T>): Promise<T> {
    return this.#threads.hold(1, compute);
  }

  async join(work: NodeWork, scan: PlannedScan): Promise<SharedRelation | null> {
    const shared = (await this.#scans).of(scan);
    // A model that has a state of its own cannot use what was read at another one.
    if (shared === null || work.context.snapshots.mode === 'model') return null;
    const started = this.#started.get(shared);
    const { predicate } = shared.scan;
    if (started !== undefined) return { from: (await started).from, result: null, predicate };
    const first = extractRelation({ ...work, signal: this.#signal }, shared.scan, shared.table);
    first.catch(() => undefined);
    this.#started.set(shared, first);
    return { ...(await first), predicate };
  }

  /** The node has ended: what it was the last to use is dropped. */
  async leave(node: string, context: Pick<RunContext, 'engine'>): Promise<void> {
    for (const shared of (await this.#scans).all) {
      if (!shared.users.delete(node) || shared.users.size > 0) continue;
      const relation = await this.#started.get(shared)?.catch(() => null);
      if (relation != null && 'staged' in relation.from)
        await (await context.engine()).dropStaged(relation.from.staged);
    }
  }
}
