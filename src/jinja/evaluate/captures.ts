import type { SourceMap } from '../source-map.js';

/** As many as a model calls macros in one expression, and more. */
const KEPT = 32;
/** White space around it is looked through only for the latest ones, as in `{{ macro() | trim }}`. */
const TRIMMED = 4;
/** Shorter texts come from anywhere. */
const SHORTEST = 2;

/**
 * The latest texts that macros and blocks produced. A text is a plain string for filters and variables, so that its
 * origin is found again by its content when it is printed.
 */
export class Captures {
  readonly #maps: SourceMap[] = [];
  #next = 0;

  remember(map: SourceMap): void {
    if (map.text.length < SHORTEST) return;
    this.#maps[this.#next] = map;
    this.#next = (this.#next + 1) % KEPT;
  }

  /** The capture that a text came from, and the text's offset in it. */
  find(text: string): { map: SourceMap; start: number } | undefined {
    if (text.length < SHORTEST) return undefined;
    const count = this.#maps.length;
    for (let age = 1; age <= count; age++) {
      const map = this.#maps[(this.#next - age + KEPT) % KEPT];
      if (map === undefined || map.text.length < text.length) continue;
      if (map.text === text) return { map, start: 0 };
      if (age <= TRIMMED && map.text.trim() === text.trim()) {
        return { map, start: map.text.indexOf(text.trim()) - text.indexOf(text.trim()) };
      }
    }
    return undefined;
  }
}
