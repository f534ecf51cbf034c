import { putValue } from '#dvt/core/batch/put-value.js';

/** Reads `rows` rows (n, NULL), the last of which has a string of `long` bytes. */
export async function read({ rows, long }, sink) {
  sink.ready('key');
  for (let start = 0; start < rows; start += 2048) {
    const count = Math.min(2048, rows - start);
    const last = start + count === rows;
    const batch = last ? sink.takeLarge(long) : sink.take();
    for (let row = 0; row < count; row++) {
      putValue(batch, sink.layout, 0, row, start + row);
      putValue(batch, sink.layout, 1, row, last && row === count - 1 ? 'x'.repeat(long) : null);
    }
    batch.rows = count;
    sink.push(batch);
  }
  return { bytes: rows };
}
