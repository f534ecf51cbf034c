import { putRow } from './put-row.mjs';

/**
 * Reads `data.rows` rows of int64: 0, 1, 2 ... in the first column and as text of `data.width` characters in the second,
 * if there is one. Ends at row `data.failAt` with `data.fault`: an error, or the end of the thread. `data.reads`, shared
 * memory, counts how often the task was begun; from the time `data.heals` on it does not fail. With `data.meeting`, shared
 * memory of those who read now and of the most that ever did, none goes on before `data.meet` of them have met once.
 */
export async function read(data, sink) {
  const { rows, width = 0, reads = new SharedArrayBuffer(4), heals = Number.POSITIVE_INFINITY } = data;
  const time = Atomics.add(new Int32Array(reads), 0, 1) + 1;
  const failAt = time < heals ? (data.failAt ?? -1) : -1;
  const { meeting = new SharedArrayBuffer(8), meet = 1 } = data;
  meetOthers(new Int32Array(meeting), meet);
  let batch = sink.take();
  for (let row = 0; row < rows; row++) {
    if (row === failAt) await fail(data);
    const values = [BigInt(row), String(row).padStart(width, '.')];
    batch = putRow(sink, batch, values.slice(0, sink.layout.types.length));
  }
  sink.push(batch);
  Atomics.sub(new Int32Array(meeting), READING, 1);
  return { bytes: rows * 8 };
}

const READING = 0;
const MOST = 1;

function meetOthers(counts, meet) {
  const reading = Atomics.add(counts, READING, 1) + 1;
  let most = Atomics.load(counts, MOST);
  while (most < reading) most = Atomics.compareExchange(counts, MOST, most, reading);
  Atomics.notify(counts, MOST);
  for (most = Atomics.load(counts, MOST); most < meet; most = Atomics.load(counts, MOST))
    Atomics.wait(counts, MOST, most);
}

async function fail({ fault, secret }) {
  if (fault === 'exit') process.exit(7);
  if (fault === 'uncaught') {
    setImmediate(() => {
      throw new Error('thrown in a callback');
    });
    await new Promise(() => {});
  }
  if (fault === 'secret') throw new Error(`cannot log in with ${secret.password}`);
  const { DvtError } = await import('#dvt/core/errors.js');
  throw new DvtError(
    { code: 'DVT4999', message: 'the source broke', hint: 'mend it' },
    { terminal: fault !== 'passing' },
  );
}
