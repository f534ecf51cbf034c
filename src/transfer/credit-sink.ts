import { receiveMessageOnPort } from 'node:worker_threads';
import { openBatch, sealBatch } from '../core/batch/batch.js';
import { HEAP_SPARE_BYTES } from '../core/batch/layout.js';
import { cancelledError } from '../core/cancelled.js';
import { type Batch, type BatchChannel, type BatchLayout, BatchSignal } from '../spi/batch.js';
import type { BatchSink } from '../spi/scan.js';
import { ByteBudget } from './byte-budget.js';
import type { SpareBuffers } from './spare-buffers.js';

/** Wakes a waiting reader even if a notification was lost with its sender. */
const WAIT_MILLISECONDS = 1000;

/** What a reader may hold in batches. */
export interface Credits {
  /** bytes for this scan */
  readonly scanBytes: number;
  /** bytes for all scans of the run, and their shared counter */
  readonly runBytes: number;
  readonly runCounter: SharedArrayBuffer;
  /** counts what this scan holds, so that the main thread can give it back for a thread that died */
  readonly scanCounter: SharedArrayBuffer;
}

/**
 * The reader's end of a scan. A buffer belongs to the scan until it ends and travels to the engine and back; its size is
 * counted against the scan's and the run's bytes. A scan with nothing under way always gets a buffer: it goes on, slowly,
 * when other scans have used up the run's bytes or when one row is larger than all of its own.
 */
export class CreditSink implements BatchSink {
  readonly layout: BatchLayout;
  /** rows pushed */
  rows = 0;
  readonly #channel: BatchChannel;
  readonly #signal: Int32Array;
  readonly #run: ByteBudget;
  readonly #scan: ByteBudget;
  readonly #announce: (cancelKey: unknown) => void;
  readonly #free: ArrayBuffer[] = [];
  readonly #spare: SpareBuffers;
  #underWay = 0;

  /** `spare` has the buffers that the thread's last scan left; this one leaves its own there. */
  constructor(
    layout: BatchLayout,
    channel: BatchChannel,
    credits: Credits,
    announce: (cancelKey: unknown) => void,
    spare: SpareBuffers,
  ) {
    this.#spare = spare;
    this.layout = layout;
    this.#channel = channel;
    this.#signal = new Int32Array(channel.signal);
    this.#run = new ByteBudget(credits.runBytes, credits.runCounter);
    this.#scan = new ByteBudget(credits.scanBytes, credits.scanCounter);
    this.#announce = announce;
  }

  get cancelled(): boolean {
    return Atomics.load(this.#signal, BatchSignal.cancelled) !== 0;
  }

  take(): Batch {
    return openBatch(this.#acquire(this.layout.size), this.layout);
  }

  takeLarge(heapBytes: number): Batch {
    const size = (this.layout.heap + heapBytes + HEAP_SPARE_BYTES + 15) & ~15;
    return openBatch(this.#acquire(Math.max(size, this.layout.size)), this.layout);
  }

  push(batch: Batch): void {
    if (this.cancelled) throw cancelledError();
    const buffer = sealBatch(batch, this.layout);
    if (batch.rows === 0) {
      this.#recycle(buffer);
      return;
    }
    this.rows += batch.rows;
    this.#underWay++;
    this.#channel.port.postMessage(buffer, [buffer]);
    Atomics.add(this.#signal, BatchSignal.posted, 1);
  }

  ready(cancelKey: unknown): void {
    this.#announce(cancelKey);
    if (this.cancelled) throw cancelledError();
  }

  /** Gives back what this scan holds of the run's bytes. */
  close(): void {
    this.#collect();
    this.#spare.leave(this.#free.splice(0), this.#channel.port);
    releaseCredits(this.#run, this.#scan);
  }

  #acquire(size: number): ArrayBuffer {
    for (;;) {
      if (this.cancelled) throw cancelledError();
      const seen = Atomics.load(this.#signal, BatchSignal.returned);
      this.#collect();
      const buffer = size === this.layout.size ? (this.#free.pop() ?? this.#allocate(size)) : this.#allocate(size);
      if (buffer !== null) return buffer;
      Atomics.wait(this.#signal, BatchSignal.returned, seen, WAIT_MILLISECONDS);
    }
  }

  /** Takes back the buffers that the engine is done with. */
  #collect(): void {
    for (;;) {
      const received = receiveMessageOnPort(this.#channel.port);
      if (received === undefined) return;
      this.#underWay--;
      this.#recycle(received.message as ArrayBuffer);
    }
  }

  #recycle(buffer: ArrayBuffer): void {
    if (buffer.byteLength === this.layout.size) this.#free.push(buffer);
    else this.#give(buffer.byteLength);
  }

  #allocate(size: number): ArrayBuffer | null {
    // A long row takes the place of ordinary batches that wait to be used again.
    while (size > this.layout.size && this.#free.length > 0) this.#give(this.#free.pop()!.byteLength);
    if (this.#underWay === 0) {
      this.#run.take(size);
      this.#scan.take(size);
    } else {
      if (!this.#scan.tryTake(size)) return null;
      if (!this.#run.tryTake(size)) {
        this.#scan.give(size);
        return null;
      }
    }
    return this.#spare.take(size) ?? new ArrayBuffer(size);
  }

  #give(size: number): void {
    this.#scan.give(size);
    this.#run.give(size);
  }
}

/** Gives back to the run what a scan's own counter says it holds. */
export function releaseCredits(run: ByteBudget, scan: ByteBudget): void {
  const { held } = scan;
  scan.give(held);
  run.give(held);
}
