/** A terminal as far as a live view needs one: text, line ends, wrapping, cursor up, clear below, cursor on and off. */
export class Screen {
  columns: number;
  readonly rows: number;
  cursorShown = true;
  #lines: string[] = [''];
  #row = 0;
  #column = 0;

  constructor(columns: number, rows: number) {
    this.columns = columns;
    this.rows = rows;
  }

  write(text: string): void {
    for (const [token] of text.matchAll(/\x1b\[\?25[lh]|\x1b\[\d*[AJm]|\r|\n|[^\x1b\r\n]/gu)) this.#apply(token);
  }

  /** Makes it narrower or wider; lines that no longer fit wrap, as in xterm and VTE. */
  resize(columns: number): void {
    this.#lines = this.#lines.flatMap((line) => line.match(new RegExp(`.{1,${columns}}`, 'gu')) ?? ['']);
    this.#row = this.#lines.length - 1;
    this.columns = columns;
  }

  get text(): string {
    return this.#lines.join('\n').trimEnd();
  }

  #apply(token: string): void {
    if (token === '\n') {
      this.#row++;
      this.#column = 0;
      this.#lines[this.#row] ??= '';
    } else if (token === '\r') this.#column = 0;
    else if (token.startsWith('\x1b[?25')) this.cursorShown = token.endsWith('h');
    else if (token.endsWith('A') && token.startsWith('\x1b'))
      this.#row = Math.max(0, this.#row - Number(token.slice(2, -1)));
    else if (token.endsWith('J') && token.startsWith('\x1b')) {
      this.#lines.length = this.#row + 1;
      this.#lines[this.#row] = this.#lines[this.#row]!.slice(0, this.#column);
    } else if (!token.startsWith('\x1b')) this.#put(token);
  }

  #put(character: string): void {
    if (this.#column === this.columns) this.#apply('\n');
    const line = (this.#lines[this.#row] ?? '').padEnd(this.#column);
    this.#lines[this.#row] = line.slice(0, this.#column) + character + line.slice(this.#column + 1);
    this.#column++;
  }
}
