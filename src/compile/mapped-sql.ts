import type { Location } from '../core/position.js';

/** Part of a compiled text. */
interface Piece {
  readonly text: string;
  /** the place that a character of `text` came from; null where dvt wrote it */
  readonly locate: (offset: number) => Location | null;
}

/** SQL put together from pieces that know where they came from. Immutable. */
export class MappedSql {
  readonly text: string;
  readonly #pieces: readonly Piece[];

  constructor(pieces: readonly Piece[]) {
    this.#pieces = pieces.filter((piece) => piece.text !== '');
    this.text = this.#pieces.map((piece) => piece.text).join('');
  }

  /** Text that dvt wrote itself. */
  static generated(text: string): MappedSql {
    return new MappedSql([{ text, locate: () => null }]);
  }

  /** The texts one after another. */
  static join(parts: readonly MappedSql[]): MappedSql {
    return new MappedSql(parts.flatMap((part) => part.#pieces));
  }

  /** The place that the character at `offset` came from. */
  locate(offset: number): Location | null {
    let start = 0;
    for (const piece of this.#pieces) {
      if (offset < start + piece.text.length) return offset < start ? null : piece.locate(offset - start);
      start += piece.text.length;
    }
    const last = this.#pieces.at(-1);
    return last !== undefined && offset === start ? last.locate(last.text.length) : null;
  }

  /** As `String.slice`, offsets not negative. */
  slice(from: number, to: number = this.text.length): MappedSql {
    const pieces: Piece[] = [];
    let start = 0;
    for (const piece of this.#pieces) {
      const first = Math.max(0, from - start);
      const last = Math.min(piece.text.length, to - start);
      if (first < last) {
        pieces.push({ text: piece.text.slice(first, last), locate: (offset) => piece.locate(offset + first) });
      }
      start += piece.text.length;
    }
    return new MappedSql(pieces);
  }
}
