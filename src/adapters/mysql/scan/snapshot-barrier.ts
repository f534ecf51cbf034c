import { setTimeout as sleep } from 'node:timers/promises';
import { DvtError } from '../../../core/errors.js';

const POLL_MILLISECONDS = 2;
/** How long the sessions of one snapshot may take to log in, and the others to wait for it. */
const PATIENCE_MILLISECONDS = 15_000;

/** Slots of the shared memory. */
const Slot = { arrived: 0, outcome: 1, opened: 2, length: 3 } as const;
const Outcome = { undecided: 0, open: 1, abandoned: 2 } as const;

/** Memory that the sessions of one snapshot share, in whatever threads they are. */
export function barrierMemory(): SharedArrayBuffer {
  return new SharedArrayBuffer(Slot.length * Int32Array.BYTES_PER_ELEMENT);
}

/** In a reader's thread, when it has logged in: waits until writers are held back, then opens the snapshot. */
export async function arriveAndWait<T>(memory: SharedArrayBuffer, open: () => Promise<T>): Promise<T> {
  const slots = new Int32Array(memory);
  Atomics.add(slots, Slot.arrived, 1);
  const decided = await until(() => Atomics.load(slots, Slot.outcome) !== Outcome.undecided, PATIENCE_MILLISECONDS * 2);
  if (!decided || Atomics.load(slots, Slot.outcome) === Outcome.abandoned) throw notTogether();
  const opened = await open();
  Atomics.add(slots, Slot.opened, 1);
  return opened;
}

/** Sends the sessions away that wait, or will come: the snapshot cannot be had. */
export function abandon(memory: SharedArrayBuffer): void {
  Atomics.compareExchange(new Int32Array(memory), Slot.outcome, Outcome.undecided, Outcome.abandoned);
}

/** In the main thread: the other side of `arriveAndWait`. */
export class Barrier {
  readonly #slots: Int32Array;

  constructor(
    memory: SharedArrayBuffer,
    private readonly count: number,
  ) {
    this.#slots = new Int32Array(memory);
  }

  /** Waits until all sessions have logged in; false where one does not. */
  allArrived(): Promise<boolean> {
    return this.#reached(Slot.arrived, () => Atomics.load(this.#slots, Slot.outcome) === Outcome.abandoned);
  }

  /** Lets all open their snapshots, and waits until they have. */
  allOpened(failed: () => boolean): Promise<boolean> {
    Atomics.store(this.#slots, Slot.outcome, Outcome.open);
    return this.#reached(Slot.opened, failed);
  }

  async #reached(slot: number, failed: () => boolean): Promise<boolean> {
    const all = () => Atomics.load(this.#slots, slot) >= this.count;
    await until(() => failed() || all(), PATIENCE_MILLISECONDS);
    return all();
  }
}

async function until(condition: () => boolean, patience: number): Promise<boolean> {
  for (const end = Date.now() + patience; Date.now() < end; await sleep(POLL_MILLISECONDS)) {
    if (condition()) return true;
  }
  return false;
}

function notTogether(): DvtError {
  return new DvtError(
    { code: 'DVT5104', message: 'The readers of a source could not open a common snapshot in time.' },
    { terminal: false },
  );
}
