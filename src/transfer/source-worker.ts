import { parentPort } from 'node:worker_threads';
import { cancelledError } from '../core/cancelled.js';
import { toFailure } from '../core/failure.js';
import { type BatchEnd, BatchSignal } from '../spi/batch.js';
import type { Read } from '../spi/scan.js';
import { CreditSink } from './credit-sink.js';
import type { ReadOrder, ReadReport } from './messages.js';
import { readerFailure } from './reader-failure.js';

const main = parentPort!;

async function read({ task, layout, channel, credits }: ReadOrder): Promise<void> {
  const report = (message: ReadReport) => main.postMessage(message);
  const sink = new CreditSink(layout, channel, credits, (cancelKey) => report({ type: 'ready', cancelKey }));
  const end = (message: BatchEnd) => {
    channel.port.postMessage(message);
    Atomics.add(new Int32Array(channel.signal), BatchSignal.posted, 1);
  };
  // What the scan holds is given back before anybody learns that it ended.
  try {
    const module = (await import(task.module)) as { readonly read: Read };
    const { bytes } = await module.read(task.data, sink);
    sink.close();
    end({ type: 'done', rows: sink.rows, bytes });
    report({ type: 'done', rows: sink.rows, bytes });
  } catch (error) {
    // The server's answer to our own cancel is no news.
    const failure = toFailure(sink.cancelled ? cancelledError() : readerFailure(error, task.data));
    sink.close();
    end({ type: 'failed', diagnostics: failure.diagnostics, terminal: failure.terminal });
    report({ type: 'failed', failure });
  }
}

main.on('message', (order: ReadOrder) => void read(order));
