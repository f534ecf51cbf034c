import { setTimeout as sleep } from 'node:timers/promises';
import { cancelledError } from '../../../core/cancelled.js';
import { DvtError } from '../../../core/errors.js';
import type { BatchSink } from '../../../spi/scan.js';

const POLL_MILLISECONDS = 2;
/** How long the readers of one scan may take to log in, or to open their snapshots. */
const PATIENCE_MILLISECONDS = 15_000;

/** Slots of the shared memory. */
const Slot = { arrived: 0, outcome: 1, opened: 2, length: 3 } as const;
const Outcome = { open: 0, together: 1, alone: 2 } as const;

/** Memory that the readers of one scan share, in whatever threads they are. */
export function barrierMemory(): SharedArrayBuffer {
  return new SharedArrayBuffer(Slot.length * Int32Array.BYTES_PER_ELEMENT);
}

/**
 * Lets the readers of one table open their snapshots at one state of it: when all have logged in, the leader locks the
 * table against writers, all open their snapshots, and the leader unlocks it. Where the lock is not to be had, the leader
 * reads alone and the others read nothing.
 */
export class SnapshotBarrier {
  readonly #slots: Int32Array;
  readonly #count: number;
  readonly #sink: BatchSink;

  constructor(memory: SharedArrayBuffer, count: number, sink: BatchSink) {
    this.#slots = new Int32Array(memory);
    this.#count = count;
    this.#sink = sink;
  }

  /** As the leader: true where all readers stand at one state. `lock` returns what unlocks, or null. */
  async lead(lock: () => Promise<(() => Promise<void>) | null>, openSnapshot: () => Promise<void>): Promise<boolean> {
    this.#add(Slot.arrived);
    const all = await this.#until(() => this.#get(Slot.arrived) >= this.#count);
    const unlock = all ? await lock() : null;
    this.#set(Slot.outcome, unlock === null ? Outcome.alone : Outcome.together);
    try {
      await openSnapshot();
      if (unlock === null) return false;
      this.#add(Slot.opened);
      if (!(await this.#until(() => this.#get(Slot.opened) >= this.#count))) throw timedOut();
      return true;
    } finally {
      await unlock?.();
    }
  }

  /** As another reader: false where the leader reads alone. */
  async follow(openSnapshot: () => Promise<void>): Promise<boolean> {
    this.#add(Slot.arrived);
    // The leader waits for late readers, and then for its lock.
    const decided = await this.#until(() => this.#get(Slot.outcome) !== Outcome.open, PATIENCE_MILLISECONDS * 2);
    if (!decided) throw timedOut();
    if (this.#get(Slot.outcome) === Outcome.alone) return false;
    await openSnapshot();
    this.#add(Slot.opened);
    return true;
  }

  async #until(condition: () => boolean, patience = PATIENCE_MILLISECONDS): Promise<boolean> {
    for (const end = Date.now() + patience; Date.now() < end; await sleep(POLL_MILLISECONDS)) {
      if (this.#sink.cancelled) throw cancelledError();
      if (condition()) return true;
    }
    return false;
  }

  #get(slot: number): number {
    return Atomics.load(this.#slots, slot);
  }

  #set(slot: number, value: number): void {
    Atomics.store(this.#slots, slot, value);
  }

  #add(slot: number): void {
    Atomics.add(this.#slots, slot, 1);
  }
}

function timedOut(): DvtError {
  return new DvtError(
    { code: 'DVT5104', message: 'The readers of a table could not open a common snapshot in time.' },
    { terminal: false },
  );
}
