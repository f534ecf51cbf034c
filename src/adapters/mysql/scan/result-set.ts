import { HEAP_SPARE_BYTES } from '../../../core/batch/layout.js';
import type { ReceiveBuffer } from '../../../core/wire/receive-buffer.js';
import type { Batch } from '../../../spi/batch.js';
import type { BatchSink } from '../../../spi/scan.js';
import { serverError } from '../session/server-error.js';
import { parseColumnDefinition, type WireColumn } from './column-definition.js';
import { type Decode, type DecodeState, Stop } from './decoder.js';
import type { Conversation } from './result-stream.js';

const LONGEST_PACKET = 0xffffff;
const ERROR_MARKER = 0xff;
/** Ends the rows in a short packet; a row that begins with it has a value of eight bytes of length, and more. */
const END_MARKER = 0xfe;
const SHORTEST_LONG_VALUE = 9;

/** Where a result set stands: https://mariadb.com/kb/en/result-set-packets/ */
type Phase = 'count' | 'definitions' | 'definitions end' | 'rows';

/** A text result set on its way into batches. */
export class ResultSet implements Conversation {
  readonly #sink: BatchSink;
  readonly #connection: string;
  readonly #compile: (columns: readonly WireColumn[]) => Decode;
  readonly #state: DecodeState = { stop: Stop.incomplete, rowBytes: 0 };
  #phase: Phase = 'count';
  /** the answer has ended */
  #over = false;
  /** the packet skipped last was full: the next one goes on with it */
  #continued = false;
  #expected = 0;
  #columns: WireColumn[] = [];
  #decode: Decode | null = null;
  #batch: Batch | null = null;

  /** `compile` makes the decoder once the server has said what it sends. */
  constructor(sink: BatchSink, connection: string, compile: (columns: readonly WireColumn[]) => Decode) {
    this.#sink = sink;
    this.#connection = connection;
    this.#compile = compile;
  }

  advance(received: ReceiveBuffer): boolean {
    while (this.#phase !== 'rows') {
      const packet = takePacket(received);
      if (packet === null) return false;
      this.#header(packet);
    }
    return this.#rows(received);
  }

  skip(received: ReceiveBuffer): boolean {
    // Before the rows nothing but the server's own error ends an answer early.
    while (!this.#over && this.#phase === 'rows') {
      const packet = takePacket(received);
      if (packet === null) return false;
      const head = this.#continued ? null : packet[0];
      this.#over = head === ERROR_MARKER || (head === END_MARKER && packet.length < SHORTEST_LONG_VALUE);
      this.#continued = packet.length === LONGEST_PACKET;
    }
    return this.#over;
  }

  lost(cause: Error | null): Error {
    return serverError(
      cause ?? { code: 'PROTOCOL_CONNECTION_LOST', message: 'the server closed it' },
      this.#connection,
    );
  }

  #header(packet: Buffer): void {
    if (packet[0] === ERROR_MARKER) throw this.#serverError(packet);
    switch (this.#phase) {
      case 'count':
        this.#expected = lengthEncoded(packet);
        this.#phase = 'definitions';
        return;
      case 'definitions':
        this.#columns.push(parseColumnDefinition(packet));
        if (this.#columns.length === this.#expected) this.#phase = 'definitions end';
        return;
      default:
        this.#phase = 'rows';
        this.#decode = this.#compile(this.#columns);
    }
  }

  #rows(received: ReceiveBuffer): boolean {
    const state = this.#state;
    for (;;) {
      this.#batch ??= this.#sink.take();
      const { bytes, view, start, end } = received;
      received.start = this.#decode!(this.#batch, bytes, view, start, end, state, false);
      switch (state.stop) {
        case Stop.incomplete:
          return false;
        case Stop.batchFull:
          this.#push();
          break;
        case Stop.heapFull:
          this.#makeRoom(state.rowBytes);
          break;
        case Stop.longPacket:
          if (!this.#longRow(received)) return false;
          break;
        default: {
          const packet = takePacket(received)!;
          if (packet[0] === ERROR_MARKER) throw this.#serverError(packet);
          this.#push();
          return true;
        }
      }
    }
  }

  #push(): void {
    if (this.#batch !== null && this.#batch.rows > 0) {
      this.#sink.push(this.#batch);
      this.#batch = null;
    }
  }

  /** An empty batch with no room for the row is too small for it, however full. */
  #makeRoom(rowBytes: number): void {
    if (this.#batch !== null && this.#batch.rows === 0) this.#batch = this.#sink.takeLarge(rowBytes + HEAP_SPARE_BYTES);
    else this.#push();
  }

  /** A row of 16 MiB and more comes in several packets; it is put together and decoded alone. */
  #longRow(received: ReceiveBuffer): boolean {
    const parts = longPacketParts(received);
    if (parts === null) return false;
    const payload = parts.reduce((sum, part) => sum + part.length, 0);
    const row = Buffer.alloc(4 + payload + HEAP_SPARE_BYTES);
    let at = 4;
    for (const part of parts) {
      part.copy(row, at);
      at += part.length;
    }
    const view = new DataView(row.buffer, row.byteOffset, row.byteLength);
    for (;;) {
      this.#batch ??= this.#sink.take();
      this.#decode!(this.#batch, row, view, 0, at, this.#state, true);
      if (this.#state.stop === Stop.incomplete) break;
      if (this.#state.stop === Stop.heapFull) this.#makeRoom(this.#state.rowBytes);
      else this.#push();
    }
    received.start += payload + 4 * parts.length;
    return true;
  }

  /** `ff`, two bytes of number, `#` and five of SQL state, the message. */
  #serverError(packet: Buffer): Error {
    this.#over = true;
    const errno = packet.readUInt16LE(1);
    const message = packet.toString('utf8', packet[3] === 0x23 ? 9 : 3);
    return serverError({ errno, message, sqlMessage: message }, this.#connection);
  }
}

/** Takes the next whole packet's payload, or null where it has not arrived. */
function takePacket(received: ReceiveBuffer): Buffer | null {
  const { bytes, start, end } = received;
  if (end - start < 4) return null;
  const next = start + 4 + bytes.readUIntLE(start, 3);
  if (next > end) return null;
  received.start = next;
  return bytes.subarray(start + 4, next);
}

/** The payloads of a row whose first packet is full, or null where they have not all arrived. */
function longPacketParts({ bytes, start, end }: ReceiveBuffer): Buffer[] | null {
  const parts: Buffer[] = [];
  for (let at = start; end - at >= 4; ) {
    const length = bytes.readUIntLE(at, 3);
    if (end - at - 4 < length) return null;
    parts.push(bytes.subarray(at + 4, at + 4 + length));
    if (length < LONGEST_PACKET) return parts;
    at += 4 + length;
  }
  return null;
}

/** A number of columns: https://mariadb.com/kb/en/protocol-data-types/#length-encoded-integers */
function lengthEncoded(packet: Buffer): number {
  const first = packet[0]!;
  return first < 0xfb ? first : first === 0xfc ? packet.readUInt16LE(1) : packet.readUIntLE(1, 3);
}
