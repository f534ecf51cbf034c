import { DvtError } from '../../core/errors.js';
import { type BatchChannel, type BatchEnd, BatchSignal } from '../../spi/batch.js';

/**
 * Takes the batches of one reader as they arrive, handing each buffer back as the reader's credit. Resolves with the bytes
 * that the reader received from its source; where it rejects, the reader has been told to stop.
 */
export async function takeBatches(
  channel: BatchChannel,
  take: (buffer: ArrayBuffer) => number,
  onCancel: (stop: () => void) => void,
): Promise<number> {
  try {
    return await takeAll(channel, take, onCancel);
  } catch (error) {
    stopReader(channel);
    throw error;
  } finally {
    channel.port.close();
  }
}

/** Makes a reader end at its next batch, also one that waits for credit. */
function stopReader({ signal }: BatchChannel): void {
  const slots = new Int32Array(signal);
  Atomics.store(slots, BatchSignal.cancelled, 1);
  Atomics.notify(slots, BatchSignal.returned);
}

function takeAll(
  { port, signal }: BatchChannel,
  take: (buffer: ArrayBuffer) => number,
  onCancel: (stop: () => void) => void,
): Promise<number> {
  const slots = new Int32Array(signal);
  return new Promise((resolve, reject) => {
    let rows = 0;
    let ended = false;
    const end = (settle: () => void) => {
      ended = true;
      settle();
    };
    onCancel(() => end(() => reject(new Error('cancelled'))));
    port.on('message', (message: ArrayBuffer | BatchEnd) => {
      if (ended) return;
      try {
        if (message instanceof ArrayBuffer) {
          rows += take(message);
          port.postMessage(message, [message]);
          Atomics.add(slots, BatchSignal.returned, 1);
          Atomics.notify(slots, BatchSignal.returned);
        } else if (message.type === 'failed') {
          end(() => reject(new DvtError(message.diagnostics, { terminal: message.terminal })));
        } else if (message.rows !== rows) {
          throw new Error(`a reader sent ${message.rows} rows and ${rows} arrived`);
        } else end(() => resolve(message.bytes));
      } catch (error) {
        end(() => reject(error));
      }
    });
    // Comes after every message that was sent before; a reader that died sends no end.
    port.on('close', () => end(() => reject(readerLost())));
  });
}

function readerLost(): DvtError {
  return new DvtError({ code: 'DVT5105', message: 'A reader ended before it had sent all of its rows.' });
}
