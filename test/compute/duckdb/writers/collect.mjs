import { writeFileSync } from 'node:fs';

/** Writes what it gets as text to `data.file`: bytes of each vector in hex, long strings after them. */
export async function openWriter(data, columns) {
  const chunks = [];
  let rows = 0;
  const log = (event) => data.file && writeFileSync(`${data.file}.${event}`, '');
  return {
    async write({ rows: count, vectors }) {
      if (data.failAt !== undefined && rows + count > data.failAt) throw new Error('the target refused a value');
      if (data.stuck) {
        log('stuck');
        await new Promise(() => {});
      }
      rows += count;
      if (!data.keep) return;
      chunks.push({
        count,
        vectors: vectors.map((vector, column) => ({
          data: Buffer.from(vector.data).toString('hex'),
          validity: vector.validity === null ? null : Buffer.from(vector.validity).toString('hex'),
          texts: columns[column].type.kind === 'varchar' ? textsOf(vector, count) : null,
        })),
      });
    },
    async finish() {
      writeFileSync(data.file, JSON.stringify({ columns, chunks }));
      return { rows, bytes: rows * 10 };
    },
    async abort() {
      log('aborted');
    },
  };
}

function textsOf(vector, count) {
  return Array.from({ length: count }, (_, row) => {
    if (vector.validity !== null && (vector.validity[row >> 3] & (1 << (row & 7))) === 0) return null;
    const entry = Buffer.from(vector.data.buffer, vector.data.byteOffset + row * 16, 16);
    const length = entry.readUInt32LE(0);
    return (length <= 12 ? entry.subarray(4, 4 + length) : Buffer.from(vector.longString(row))).toString('utf8');
  });
}
