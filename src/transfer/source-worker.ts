import { parentPort } from 'node:worker_threads';
import { cancelledError } from '../core/cancelled.js';
import { toFailure } from '../core/failure.js';
import { type BatchEnd, BatchSignal } from '../spi/batch.js';
import type { Read, SessionPlan } from '../spi/scan.js';
import { CreditSink } from './credit-sink.js';
import { KeptSession } from './kept-session.js';
import type { ReaderOrder, ReaderReport, ReadOrder } from './messages.js';
import { readerFailure } from './reader-failure.js';
import { SpareBuffers } from './spare-buffers.js';

const main = parentPort!;
const kept = new KeptSession();
const spare = new SpareBuffers();
const report = (message: ReaderReport) => main.postMessage(message);

async function read({ task, layout, channel, credits }: ReadOrder): Promise<void> {
  const sink = new CreditSink(layout, channel, credits, (cancelKey) => report({ type: 'ready', cancelKey }), spare);
  const end = (message: BatchEnd) => {
    channel.port.postMessage(message);
    Atomics.add(new Int32Array(channel.signal), BatchSignal.posted, 1);
  };
  // What the scan holds is given back before anybody learns that it ended.
  try {
    const session = task.session === undefined ? null : await kept.get(task.session);
    const module = (await import(task.module)) as { readonly read: Read };
    const { bytes } = await module.read(task.data, sink, session);
    sink.close();
    end({ type: 'done', rows: sink.rows, bytes });
    if (session !== null) await kept.rest(sink.cancelled);
    report({ type: 'done', rows: sink.rows, bytes, session: kept.key });
  } catch (error) {
    // The server's answer to our own cancel is no news.
    const failure = toFailure(sink.cancelled ? cancelledError() : readerFailure(error, task.data));
    sink.close();
    end({ type: 'failed', diagnostics: failure.diagnostics, terminal: failure.terminal });
    await kept.rest(sink.cancelled);
    report({ type: 'failed', failure, session: kept.key });
  }
}

async function open(session: SessionPlan): Promise<void> {
  try {
    const { info = null } = await kept.open(session);
    report({ type: 'opened', info });
  } catch (error) {
    report({ type: 'failed', failure: toFailure(readerFailure(error, session.data)), session: null });
  }
}

main.on('message', async (order: ReaderOrder) => {
  if (order.type === 'read') await read(order);
  else if (order.type === 'open') await open(order.session);
  else {
    await kept.close();
    report({ type: 'closed' });
  }
});
