import { HEAP_SPARE_BYTES } from '../batch/layout.js';

const FIRST_BYTES = 1 << 18;

/**
 * Bytes received and not yet consumed, in one growing buffer, so that a decoder reads messages that arrived in pieces
 * without copying them together itself. Readable for 16 bytes past `end`, as generated decoders need.
 */
export class ReceiveBuffer {
  bytes: Buffer;
  view: DataView;
  start = 0;
  end = 0;
  /** bytes received in all */
  received = 0;

  constructor(size = FIRST_BYTES) {
    this.bytes = Buffer.alloc(size + HEAP_SPARE_BYTES);
    this.view = viewOf(this.bytes);
  }

  append(chunk: Uint8Array): void {
    this.received += chunk.length;
    if (this.start === this.end) {
      this.start = 0;
      this.end = 0;
    }
    if (this.end + chunk.length + HEAP_SPARE_BYTES > this.bytes.length) this.#makeRoom(chunk.length);
    this.bytes.set(chunk, this.end);
    this.end += chunk.length;
  }

  /** Where bytes may be written, at least a few; `advance` says how many were. */
  space(): Uint8Array {
    if (this.start === this.end) {
      this.start = 0;
      this.end = 0;
    }
    if (this.bytes.length - HEAP_SPARE_BYTES - this.end < this.bytes.length >> 1)
      this.#makeRoom(this.bytes.length >> 1);
    return this.bytes.subarray(this.end, this.bytes.length - HEAP_SPARE_BYTES);
  }

  /** Bytes were written to the last `space`. */
  advance(bytes: number): void {
    this.received += bytes;
    this.end += bytes;
  }

  #makeRoom(more: number): void {
    const kept = this.end - this.start;
    let target = this.bytes;
    const needed = kept + more + HEAP_SPARE_BYTES;
    if (needed > target.length) target = Buffer.alloc(Math.max(needed, target.length * 2));
    this.bytes.copy(target, 0, this.start, this.end);
    if (target !== this.bytes) {
      this.bytes = target;
      this.view = viewOf(target);
    }
    this.start = 0;
    this.end = kept;
  }
}

function viewOf(buffer: Buffer): DataView {
  return new DataView(buffer.buffer, buffer.byteOffset, buffer.byteLength);
}
