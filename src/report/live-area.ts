import { displayWidth } from './display-width.js';
import type { Terminal } from './terminal.js';

const HIDE_CURSOR = '\x1b[?25l';
const SHOW_CURSOR = '\x1b[?25h';
const CLEAR_BELOW = '\x1b[0J';

/**
 * The last lines of a terminal, redrawn in place; permanent lines scroll away above them. The cursor is hidden while
 * there is something to redraw; `clear` gives it back.
 */
export class LiveArea {
  readonly #terminal: Terminal;
  #drawn: readonly string[] = [];
  #hidden = false;

  constructor(terminal: Terminal) {
    this.#terminal = terminal;
  }

  /** Prints permanent lines and draws the area below them, in one write so that nothing flickers. */
  draw(permanent: readonly string[], area: readonly string[]): void {
    const same = area.length === this.#drawn.length && area.every((line, i) => line === this.#drawn[i]);
    if (permanent.length === 0 && same) return;
    const cursor = area.length > 0 && !this.#hidden ? HIDE_CURSOR : '';
    const text = [...permanent, ...area].map((line) => `${line}\n`).join('');
    this.#terminal.write(`${cursor}${this.#erase()}${text}`);
    this.#drawn = area;
    this.#hidden ||= area.length > 0;
  }

  /** Removes the area and shows the cursor. */
  clear(): void {
    const text = `${this.#erase()}${this.#hidden ? SHOW_CURSOR : ''}`;
    if (text !== '') this.#terminal.write(text);
    this.#drawn = [];
    this.#hidden = false;
  }

  #erase(): string {
    if (this.#drawn.length === 0) return '';
    // A terminal that was made narrower has wrapped the lines that were drawn.
    const columns = Math.max(1, this.#terminal.columns);
    const rows = this.#drawn.reduce((sum, line) => sum + Math.max(1, Math.ceil(displayWidth(line) / columns)), 0);
    return `\r\x1b[${rows}A${CLEAR_BELOW}`;
  }
}
