import { putRow } from './put-row.mjs';

/** Reads `data.rows` (arrays of physical values, see putValue), `data.repeat` times over. */
export async function read(data, sink) {
  let batch = sink.take();
  for (let n = 0; n < (data.repeat ?? 1); n++) {
    for (const row of data.rows) batch = putRow(sink, batch, row);
  }
  sink.push(batch);
  return { bytes: 0 };
}
