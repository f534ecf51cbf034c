import type { RunEvent } from '../spi/event.js';
import { diagnosticLines } from './diagnostic-text.js';
import { kindCounts } from './node-kinds.js';
import { finishLines, type Layout, PRINTER_WIDTH, startLine } from './node-lines.js';
import type { Style } from './style.js';
import { summaryLines } from './summary-lines.js';
import { countOf } from './units.js';

/** Turns events into lines without a time, in dbt's wording. Keeps count of warnings for the summary. */
export class EventLines {
  readonly #style: Style;
  readonly #columns: () => number | null;
  readonly #width: number;
  #warnings = 0;

  /**
   * @param columns room for a line, asked for each time; null = unlimited
   * @param width columns that the lines of nodes are filled up to; null = dbt's
   */
  constructor(style: Style, columns: () => number | null = () => null, width: number | null = null) {
    this.#style = style;
    this.#columns = columns;
    this.#width = width ?? PRINTER_WIDTH;
  }

  lines(event: RunEvent): readonly string[] {
    switch (event.type) {
      case 'run started': {
        const found = [kindCounts(event.nodes), countOf(event.sources, 'source')].join(', ');
        const threads = `Concurrency: ${countOf(event.threads, 'thread')} (target='${event.target}')`;
        return [`Running ${found}`, threads, ''];
      }
      case 'node started':
        return [startLine(event.node, event.index, event.total, this.#layout())];
      case 'node finished':
        return finishLines(event.result, event.index, event.total, this.#layout());
      case 'run finished':
        return summaryLines(event.results, event.milliseconds, this.#warnings, this.#style);
      case 'warning':
        this.#warnings++;
        return diagnosticLines(event.diagnostic, this.#style, 'warning');
      case 'notice':
        return event.message.split('\n');
      case 'debug':
        return [event.fields ? `${event.message} ${JSON.stringify(event.fields, bigIntAsText)}` : event.message];
      case 'extraction progress':
        return [];
    }
  }

  #layout(): Layout {
    return { style: this.#style, columns: this.#columns(), width: this.#width };
  }
}

function bigIntAsText(_key: string, value: unknown): unknown {
  return typeof value === 'bigint' ? String(value) : value;
}
