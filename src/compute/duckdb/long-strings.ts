import duckdb from '@duckdb/node-bindings';
import { INLINE_STRING_BYTES } from '../../core/batch/layout.js';

const ENTRY_BYTES = 16;
/**
 * Strings whose gap is at most this are fetched as one piece. Both ends of so small a gap lie on the same page of memory or
 * on two adjacent ones, so that what is between them can be read as well.
 */
const LARGEST_GAP = 2048;
/** one piece at most, so that a chunk of huge strings is not doubled */
const LARGEST_PIECE = 1 << 20;

/**
 * The bytes of a vector's long strings, row by row. A call into the native library costs about a microsecond, which for one
 * call a string was the largest part of writing rows back; strings mostly lie one after another, and a chunk needs a few.
 */
export class LongStrings {
  readonly #pieces: Buffer[] = [];
  /** of each row: its piece, and where it begins there; -1 = no long string */
  readonly #piece: Int32Array;
  readonly #start: Int32Array;
  readonly #entries: DataView;

  constructor(data: Uint8Array, validity: Uint8Array | null, rows: number) {
    this.#entries = new DataView(data.buffer, data.byteOffset, data.byteLength);
    this.#piece = new Int32Array(rows).fill(-1);
    this.#start = new Int32Array(rows);
    let pieceStart = 0;
    let pieceEnd = -1;
    let first = 0;
    const close = (): void => {
      if (pieceEnd < 0) return;
      const pointer = data.byteOffset + first * ENTRY_BYTES + 8;
      const piece = duckdb.get_data_from_pointer(data.buffer as ArrayBuffer, pointer, pieceEnd - pieceStart);
      this.#pieces.push(Buffer.from(piece.buffer, piece.byteOffset, piece.byteLength));
    };
    for (let row = 0; row < rows; row++) {
      if (validity !== null && ((validity[row >> 3]! >> (row & 7)) & 1) === 0) continue;
      const length = this.#length(row);
      if (length <= INLINE_STRING_BYTES) continue;
      const at = this.#address(row);
      const gap = at - pieceEnd;
      if (pieceEnd < 0 || gap < 0 || gap > LARGEST_GAP || at + length - pieceStart > LARGEST_PIECE) {
        close();
        pieceStart = at;
        first = row;
      }
      pieceEnd = at + length;
      this.#piece[row] = this.#pieces.length;
      this.#start[row] = at - pieceStart;
    }
    close();
  }

  bytes(row: number): Uint8Array {
    const start = this.#start[row]!;
    return this.#pieces[this.#piece[row]!]!.subarray(start, start + this.#length(row));
  }

  text(row: number): string {
    const start = this.#start[row]!;
    return this.#pieces[this.#piece[row]!]!.toString('utf8', start, start + this.#length(row));
  }

  #length(row: number): number {
    return this.#entries.getUint32(row * ENTRY_BYTES, true);
  }

  /** Addresses of user space have 47 bits: a number holds them exactly. */
  #address(row: number): number {
    const at = row * ENTRY_BYTES + 8;
    return this.#entries.getUint32(at + 4, true) * 4294967296 + this.#entries.getUint32(at, true);
  }
}
