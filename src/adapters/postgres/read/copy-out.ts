import type { Duplex } from 'node:stream';
import { BATCH_ROWS, HEAP_SPARE_BYTES, widthOf } from '../../../core/batch/layout.js';
import { receive } from '../../../core/wire/bulk-socket.js';
import { ReceiveBuffer } from '../../../core/wire/receive-buffer.js';
import type { Batch } from '../../../spi/batch.js';
import type { BatchSink } from '../../../spi/scan.js';
import { errorResponse, Message, queryMessage } from '../session/message.js';
import type { Decode, DecoderState } from './decoder.js';

/** How often a silent server is looked away from, to see whether the scan was cancelled. */
const WATCH_MS = 100;
/** How long a cancelled statement may take to say so, before its connection is cut. */
const CANCEL_PATIENCE_MS = 2000;

/** A query, and a statement that fails if what the query read has changed since the transaction's snapshot. */
interface CopiedStatement {
  readonly sql: string;
  readonly unchanged: string;
}

/**
 * Sends `COPY ... TO STDOUT (FORMAT binary)` on a stream that a client logged in, and fills batches with the rows. Each
 * chunk is decoded as it comes; while the sink has no batch the thread sleeps, and TCP holds the server back. What it read is
 * checked and the transaction committed with it. Rejects with the server's error, or with one of a lost connection; the stream is
 * destroyed then.
 */
export function copyOut(
  stream: Duplex,
  { sql, unchanged }: CopiedStatement,
  sink: BatchSink,
  decode: Decode,
): Promise<{ readonly bytes: number }> {
  return new Promise((resolve, reject) => {
    const received = new ReceiveBuffer();
    const rows = new BatchFiller(sink, decode);
    let failure: Error | null = null;
    let watch: NodeJS.Timeout;

    const finish = (error: Error | null) => {
      clearInterval(watch);
      stop();
      stream.off('error', lost).off('close', onClose);
      if (error) {
        // Nothing more is wanted of this session, and a server that waits to send would not hear a farewell.
        stream.destroy();
        reject(error);
      } else resolve({ bytes: received.received });
    };
    const onMessage = (kind: number, start: number, end: number) => {
      if (kind === Message.errorResponse) failure = errorResponse(received.bytes, start, end);
      if (kind !== Message.readyForQuery) return;
      if (!failure) rows.end();
      finish(failure);
    };
    const onBytes = () => {
      try {
        rows.fill(received);
        for (let next = nextMessage(received); next !== null; next = nextMessage(received)) {
          onMessage(received.bytes[received.start]!, received.start + 5, next);
          received.start = next;
          rows.fill(received);
        }
      } catch (error) {
        finish(error as Error);
      }
    };
    const lost = (cause?: Error) => finish(failure ?? cause ?? connectionLost());
    stream.on('error', lost);
    const onClose = () => lost();
    stream.on('close', onClose);
    const stop = receive(stream, received, onBytes);

    let cancelledFor = 0;
    watch = setInterval(() => {
      if (sink.cancelled) cancelledFor += WATCH_MS;
      if (cancelledFor > CANCEL_PATIENCE_MS) stream.destroy();
    }, WATCH_MS);
    stream.write(queryMessage(`copy (${sql}\n) to stdout (format binary); ${unchanged}; commit`));
  });
}

function connectionLost(): Error {
  return Object.assign(new Error('the server closed the connection'), { code: '08006' });
}

/** The end of the message that begins at `start`, if all of it is there and it is not a row. */
function nextMessage({ bytes, view, start, end }: ReceiveBuffer): number | null {
  if (end - start < 5 || bytes[start] === Message.copyData) return null;
  const next = start + 1 + view.getInt32(start + 1);
  return next <= end ? next : null;
}

/** Moves rows from the receive buffer into batches. */
class BatchFiller {
  readonly #state: DecoderState = { header: false, full: false, needed: 0 };
  #batch: Batch | null = null;
  /** an ordinary batch that waits while a row of its own size is filled */
  #spare: Batch | null = null;

  constructor(
    private readonly sink: BatchSink,
    private readonly decode: Decode,
  ) {}

  /** Decodes all whole rows that have arrived. */
  fill(received: ReceiveBuffer): void {
    const state = this.#state;
    for (;;) {
      if (received.bytes[received.start] !== Message.copyData || received.end - received.start < 5) return;
      this.#batch ??= this.#takeOrdinary();
      const batch = this.#batch;
      received.start = this.decode(batch, received.bytes, received.view, received.start, received.end, state);
      if (!state.full && batch.rows < BATCH_ROWS) return;
      if (batch.rows > 0) this.#push();
      else {
        this.#spare = batch;
        this.#batch = this.sink.takeLarge(state.needed + HEAP_SPARE_BYTES);
      }
      state.full = false;
    }
  }

  #takeOrdinary(): Batch {
    const batch = this.#spare ?? this.sink.take();
    this.#spare = null;
    return batch;
  }

  end(): void {
    if (this.#batch && this.#batch.rows > 0) this.#push();
  }

  #push(): void {
    if (this.#batch) this.sink.push(this.#batch);
    this.#batch = null;
  }
}

/** Pushes batches of rows of which nothing but their number is wanted; a marker column, if the layout has one, is zero. */
export function pushCounted(sink: BatchSink, rows: number): void {
  for (let left = rows; left > 0; left -= BATCH_ROWS) {
    const batch = sink.take();
    sink.layout.types.forEach((type, column) => {
      const start = sink.layout.data[column]!;
      batch.u8.fill(0, start, start + widthOf(type) * BATCH_ROWS);
    });
    batch.rows = Math.min(left, BATCH_ROWS);
    sink.push(batch);
  }
}
