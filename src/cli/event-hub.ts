import type { Reporter } from '../report/reporter.js';
import type { RunEvent } from '../spi/event.js';

/** Hands events to reporters; one that joins later (the log file, when the project is found) gets what it missed. */
export class EventHub implements Reporter {
  readonly #reporters: Reporter[];
  readonly #past: RunEvent[] = [];
  #remember = true;

  constructor(first: Reporter) {
    this.#reporters = [first];
  }

  readonly emit = (event: RunEvent): void => {
    if (this.#remember) this.#past.push(event);
    for (const reporter of this.#reporters) reporter.emit(event);
  };

  /** Adds the last reporter that there will be. */
  join(reporter: Reporter): void {
    for (const event of this.#past) reporter.emit(event);
    this.#reporters.push(reporter);
    this.#remember = false;
    this.#past.length = 0;
  }

  close(): void {
    for (const reporter of this.#reporters) reporter.close();
  }
}
