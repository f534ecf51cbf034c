import { BATCH_ROWS } from '#dvt/core/batch/layout.js';
import { BatchFull, putValue } from '#dvt/core/batch/put-value.js';

/** Adds a row to a batch and returns the batch for the next one; full ones are pushed. */
export function putRow(sink, batch, row) {
  if (batch.rows === BATCH_ROWS) {
    sink.push(batch);
    return putRow(sink, sink.take(), row);
  }
  const { heapEnd } = batch;
  try {
    row.forEach((value, column) => {
      putValue(batch, sink.layout, column, batch.rows, value);
    });
    batch.rows++;
    return batch;
  } catch (error) {
    if (!(error instanceof BatchFull)) throw error;
    batch.heapEnd = heapEnd;
    const alone = batch.rows === 0;
    sink.push(batch);
    return putRow(sink, alone ? sink.takeLarge(textBytes(row)) : sink.take(), row);
  }
}

function textBytes(row) {
  return row.reduce(
    (sum, value) => sum + (typeof value === 'string' || Buffer.isBuffer(value) ? Buffer.byteLength(value) : 0),
    0,
  );
}
