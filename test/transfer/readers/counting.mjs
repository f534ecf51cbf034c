import { putRow } from './put-row.mjs';

/**
 * Reads `data.rows` rows of int64: 0, 1, 2 ... in the first column and as text of `data.width` characters in the second,
 * if there is one. Ends at row `data.failAt` with `data.fault`: an error, or the end of the thread. `data.reads`, shared
 * memory, counts how often the task was begun; from the time `data.heals` on it does not fail.
 */
export async function read(data, sink) {
  const { rows, width = 0, reads = new SharedArrayBuffer(4), heals = Number.POSITIVE_INFINITY } = data;
  const time = Atomics.add(new Int32Array(reads), 0, 1) + 1;
  const failAt = time < heals ? (data.failAt ?? -1) : -1;
  let batch = sink.take();
  for (let row = 0; row < rows; row++) {
    if (row === failAt) await fail(data);
    const values = [BigInt(row), String(row).padStart(width, '.')];
    batch = putRow(sink, batch, values.slice(0, sink.layout.types.length));
  }
  sink.push(batch);
  return { bytes: rows * 8 };
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
