import { DvtError } from '../core/errors.js';
import type { Emit } from '../spi/event.js';
import type { Manifest } from '../spi/manifest.js';
import type { ManifestNode } from '../spi/node.js';
import type { NodePlan, PlannedScan } from '../spi/plan.js';
import type { RelationName } from '../spi/relation.js';
import type { ScanPlan, ScanRequest } from '../spi/scan.js';
import type { Snapshot, SnapshotMode, TakenSnapshot } from '../spi/snapshot.js';
import type { ConnectionPool } from './connection-pool.js';
import { ReadSet } from './read-set.js';

/** How one extraction reads its relation. */
export interface SnapshotReader {
  /** Plans the scan at its snapshot. Called again after a fault: a snapshot that was lost unused is taken anew. */
  scan(request: ScanRequest): Promise<ScanPlan>;
  /** The extraction has ended; `used`: what it read stays in the run. */
  end(used: boolean): void;
}

interface Held {
  readonly snapshot: Snapshot;
  /** extractions that read it now */
  readonly readers: Set<SnapshotReader>;
  /** an extraction of it is part of the run's results */
  used: boolean;
}

/**
 * The states of the sources that a run reads. With `run` each source has one for all relations that no node of the run
 * writes; with `model` each node has its own. A relation that the run writes is read at a state of its own, after it was
 * published.
 */
export class RunSnapshots {
  readonly mode: SnapshotMode;
  readonly #connections: ConnectionPool;
  readonly #emit: Emit;
  readonly #taken: TakenSnapshot[] = [];
  /** by connection, and node where each has its own */
  readonly #held = new Map<string, Promise<Held | null>>();
  #readSet: ReadSet | null = null;

  constructor(options: { readonly mode: SnapshotMode; readonly connections: ConnectionPool; readonly emit: Emit }) {
    this.mode = options.mode;
    this.#connections = options.connections;
    this.#emit = options.emit;
  }

  /**
   * A run begins: with `run`, the states of all its sources are taken at once. The less time lies between them, the better
   * they fit together. Without it every scan has a state of its own.
   */
  begin(nodes: readonly ManifestNode[], manifest: Manifest): void {
    this.#readSet = new ReadSet(nodes, manifest);
    if (this.mode === 'run') this.#openAll(this.#readSet);
  }

  /** Snapshots in the order in which they were taken. */
  get taken(): readonly TakenSnapshot[] {
    return this.#taken;
  }

  /** Milliseconds between the first and the last source's state of the whole run; null = there are not two. */
  get skew(): number | null {
    const times = this.#taken
      .filter(({ node, state }) => node === null && state.scope === 'source')
      .map(({ state }) => state.takenAt.getTime());
    return times.length < 2 ? null : Math.max(...times) - Math.min(...times);
  }

  /** How a node's scan is read. */
  async reader({ node, scans }: NodePlan, scan: PlannedScan): Promise<SnapshotReader> {
    const { connection: name } = scan.input;
    const readSet = this.#readSet;
    const connection = await this.#connections.get(name);
    if (readSet === null || this.mode === 'none' || readSet.isWritten(scan)) {
      return { scan: (request) => connection.scan(request), end: () => {} };
    }
    const owner = this.mode === 'run' ? null : node.id;
    const together = scans.filter((one) => one.input.connection === name && !readSet.isWritten(one));
    const relations = together.flatMap((one) => one.relation.block?.reads ?? [one.input.name]);
    let current: Held | null = null;
    const reader: SnapshotReader = {
      scan: async (request) => {
        current?.readers.delete(reader);
        current = await this.#usable(name, owner, relations);
        current?.readers.add(reader);
        return current === null ? connection.scan(request) : current.snapshot.scan(request);
      },
      end: (used) => {
        current?.readers.delete(reader);
        if (current !== null && used) current.used = true;
      },
    };
    return reader;
  }

  /** The node has ended: its own snapshots are released. */
  async leave(node: string): Promise<void> {
    const own = [...this.#held.keys()].filter((key) => ownerOf(key) === node);
    await Promise.all(own.map((key) => this.#release(key)));
  }

  /** Releases all. Never throws. */
  async close(): Promise<void> {
    await Promise.all([...this.#held.keys()].map((key) => this.#release(key)));
  }

  /** The snapshot; one that was lost is replaced where nothing of it is in use. */
  async #usable(name: string, owner: string | null, relations: readonly RelationName[]): Promise<Held | null> {
    const held = await this.#hold(name, owner, relations);
    if (held === null || held.snapshot.held) return held;
    if (held.used || held.readers.size > 0) throw lostInUse(name, owner);
    const key = keyOf(name, owner);
    if ((await this.#held.get(key)) === held) await this.#release(key);
    return this.#hold(name, owner, relations);
  }

  #openAll(readSet: ReadSet): void {
    const opening = [...readSet.connections].map((name) => this.#hold(name, null));
    void Promise.allSettled(opening).then(() => {
      if (this.skew === null) return;
      const message = `the states of the sources lie ${Math.round(this.skew)} ms apart`;
      this.#emit({ type: 'debug', message, fields: { skewMilliseconds: this.skew } });
    });
  }

  #hold(name: string, owner: string | null, relations: readonly RelationName[] = []): Promise<Held | null> {
    const key = keyOf(name, owner);
    const known = this.#held.get(key);
    if (known !== undefined) return known;
    const opening = this.#open(name, owner, relations);
    this.#held.set(key, opening);
    // Whoever reads the source hears of it; the next one tries again.
    opening.catch(() => this.#held.delete(key));
    return opening;
  }

  async #open(name: string, owner: string | null, relations: readonly RelationName[]): Promise<Held | null> {
    const connection = await this.#connections.get(name);
    if (connection.openSnapshot === null) return null;
    const { total } = await this.#connections.extractions(name);
    const known = this.#readSet?.relations(name) ?? [];
    const snapshot = await connection.openSnapshot({
      relations: owner === null ? known : relations,
      maxConnections: total,
    });
    this.#taken.push({ connection: name, node: owner, state: snapshot.state });
    this.#tell(name, owner, snapshot);
    return { snapshot, readers: new Set(), used: false };
  }

  #tell(name: string, owner: string | null, { state }: Snapshot): void {
    const { scope, means, limit, connections, position, takenAt } = state;
    const fields = { connection: name, node: owner, scope, means, connections, position, takenAt, limit };
    const whose = owner === null ? 'this run' : owner;
    this.#emit({ type: 'debug', message: `snapshot of ${name} for ${whose}: ${means}`, fields });
    if (scope === 'scan') {
      const message = `${name}: each relation is read at a state of its own, not all at one (${limit}).`;
      this.#emit({ type: 'notice', message });
    }
  }

  async #release(key: string): Promise<void> {
    const held = await this.#held.get(key)?.catch(() => null);
    this.#held.delete(key);
    await held?.snapshot.release();
  }
}

function lostInUse(name: string, owner: string | null): DvtError {
  const whose = owner === null ? 'the run' : 'the model';
  return new DvtError({
    code: 'DVT5112',
    message: `The snapshot of ${name} was lost in the middle of ${whose}: its session has ended, and what was already read at it does not fit to what would be read now.`,
    hint: 'The server was restarted or ended the session, or the network failed. Run again; `snapshot: none` in the project file reads each relation by itself.',
  });
}

function keyOf(connection: string, owner: string | null): string {
  return JSON.stringify([connection, owner]);
}

function ownerOf(key: string): string | null {
  return (JSON.parse(key) as [string, string | null])[1];
}
