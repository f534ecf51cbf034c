import duckdb from '@duckdb/node-bindings';
import { INLINE_STRING_BYTES, widthOf } from '../../core/batch/layout.js';
import type { ColumnType } from '../../spi/column-type.js';
import type { ResultValue } from '../../spi/result-table.js';
import { LongStrings } from './long-strings.js';
import { columnTypeOf } from './native-type.js';

type ReadValue = (view: DataView, at: number) => ResultValue;

/** Values of fixed width. */
const READERS: Readonly<Partial<Record<ColumnType['kind'], ReadValue>>> = {
  boolean: (view, at) => view.getUint8(at) !== 0,
  int8: (view, at) => view.getInt8(at),
  int16: (view, at) => view.getInt16(at, true),
  int32: (view, at) => view.getInt32(at, true),
  int64: (view, at) => integer(view.getBigInt64(at, true)),
  hugeint: (view, at) => integer((view.getBigInt64(at + 8, true) << 64n) | view.getBigUint64(at, true)),
  uint8: (view, at) => view.getUint8(at),
  uint16: (view, at) => view.getUint16(at, true),
  uint32: (view, at) => view.getUint32(at, true),
  uint64: (view, at) => integer(view.getBigUint64(at, true)),
  uhugeint: (view, at) => integer((view.getBigUint64(at + 8, true) << 64n) | view.getBigUint64(at, true)),
  float32: (view, at) => shortestSingle(view.getFloat32(at, true)),
  float64: (view, at) => view.getFloat64(at, true),
};

/** Whether JavaScript has the values of a type; of others DuckDB's text is shown. */
export function isReadable(type: ColumnType): boolean {
  return isText(type) || type.kind in READERS;
}

/** The rows of a chunk whose columns are all readable. */
export function rowsOf(chunk: duckdb.DataChunk): ResultValue[][] {
  const count = duckdb.data_chunk_get_size(chunk);
  const rows: ResultValue[][] = Array.from({ length: count }, () => []);
  for (let column = 0; column < duckdb.data_chunk_get_column_count(chunk); column++) {
    const vector = duckdb.data_chunk_get_vector(chunk, column);
    const type = columnTypeOf(duckdb.vector_get_column_type(vector));
    const data = duckdb.vector_get_data(vector, count * widthOf(type));
    const validity = vectorValidity(vector, count);
    const read = isText(type) ? textReader(data, validity, count) : reader(type, data);
    rows.forEach((row, i) => {
      const valid = validity === null || (validity[i >> 3]! & (1 << (i & 7))) !== 0;
      row.push(valid ? read(i) : null);
    });
  }
  return rows;
}

/** The number of fewest digits that is this single: 1.1, where the same bits as a double are 1.10000002384185791. */
function shortestSingle(single: number): number {
  for (let digits = 1; digits <= 9; digits++) {
    const short = Number(single.toPrecision(digits));
    if (Object.is(Math.fround(short), single)) return short;
  }
  return single;
}

/** A vector's bitmap, in words of 64 bits; null where it has no NULLs. The declared type does not know of null. */
export function vectorValidity(vector: duckdb.Vector, rows: number): Uint8Array | null {
  return (duckdb.vector_get_validity(vector, Math.ceil(rows / 64) * 8) as Uint8Array | null) ?? null;
}

function isText({ kind }: ColumnType): boolean {
  return kind === 'varchar' || kind === 'json';
}

function reader(type: ColumnType, data: Uint8Array): (row: number) => ResultValue {
  const read = READERS[type.kind];
  if (read === undefined) throw new TypeError(`values of type ${type.kind} are read as text`);
  const width = widthOf(type);
  const view = new DataView(data.buffer, data.byteOffset, data.byteLength);
  return (row) => read(view, row * width);
}

/** Of `string_t`: a short one's bytes lie in the vector itself, a long one's where it points to. */
function textReader(data: Uint8Array, validity: Uint8Array | null, count: number): (row: number) => string {
  const entries = Buffer.from(data.buffer, data.byteOffset, data.byteLength);
  const width = widthOf({ kind: 'varchar' });
  const long = new LongStrings(data, validity, count);
  return (row) => {
    const at = row * width;
    const length = entries.readUInt32LE(at);
    return length <= INLINE_STRING_BYTES ? entries.toString('utf8', at + 4, at + 4 + length) : long.text(row);
  };
}

function integer(value: bigint): number | bigint {
  const number = Number(value);
  return Number.isSafeInteger(number) ? number : value;
}
