import type { Redactor } from '../core/redact.js';
import type { RunEvent } from '../spi/event.js';
import { isShown, type LeastLevel } from './event-fields.js';
import { EventLines } from './event-lines.js';
import type { Reporter } from './reporter.js';
import type { Style } from './style.js';
import type { Output } from './terminal.js';
import { clockText } from './units.js';

/** `08:32:43  ` */
const CLOCK_WIDTH = 10;

export interface ConsoleOptions {
  readonly style: Style;
  readonly redactor: Redactor;
  readonly level: LeastLevel;
  /** columns that the lines of nodes are filled up to; absent or null: dbt's */
  readonly printerWidth?: number | null;
}

/** Levels at which what templates print stands alone: packages write files with it. */
const BARE: ReadonlySet<LeastLevel> = new Set(['warn', 'error']);

/** Plain lines as things happen; for pipes, files and CI. */
export function consoleReport(output: Output, options: ConsoleOptions): Reporter {
  const lines = new ConsoleLines(options);
  return {
    emit: (event) => {
      for (const line of lines.of(event)) output.write(`${line}\n`);
    },
    close: () => {},
  };
}

/** The lines of the console with their time of day, redacted. */
export class ConsoleLines {
  readonly #options: ConsoleOptions;
  readonly #lines: EventLines;

  /** @param columns of the terminal; null where there is none */
  constructor(options: ConsoleOptions, columns: () => number | null = () => null) {
    this.#options = options;
    const room = (): number | null => {
      const whole = columns();
      return whole === null ? null : whole - CLOCK_WIDTH;
    };
    this.#lines = new EventLines(options.style, room, options.printerWidth ?? null);
  }

  of(event: RunEvent): readonly string[] {
    const lines = this.#lines.lines(event);
    if (!isShown(event, this.#options.level)) return [];
    if (isPrinted(event) && BARE.has(this.#options.level))
      return lines.map((line) => this.#options.redactor.redact(line));
    const time = clockText(new Date());
    return lines.map((line) => this.#options.redactor.redact(line === '' ? time : `${time}  ${line}`));
  }
}

/** `print()` of a template */
function isPrinted(event: RunEvent): boolean {
  return event.type === 'notice' && event.printed === true;
}
