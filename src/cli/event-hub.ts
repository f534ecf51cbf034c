import type { Reporter } from '../report/reporter.js';
import type { RunEvent } from '../spi/event.js';
import type { FrameDrawer } from './draw-frames.js';

/** Hands events to reporters; one that joins later (the log file, when the project is found) gets what it missed. */
export class EventHub implements Reporter {
  readonly #reporters: Reporter[];
  readonly #past: RunEvent[] = [];
  #log: Reporter | null = null;

  readonly #frames: FrameDrawer;

  constructor(first: Reporter, frames: FrameDrawer) {
    this.#reporters = [first];
    this.#frames = frames;
  }

  readonly emit = (happened: RunEvent): void => {
    const event = this.#frames.event(happened);
    if (!this.#log) this.#past.push(event);
    for (const reporter of this.#reporters) reporter.emit(event);
  };

  /** Adds the log file. */
  join(log: Reporter): void {
    for (const event of this.#past) log.emit(event);
    this.#past.length = 0;
    this.#reporters.push(log);
    this.#log = log;
  }

  /** For the log file alone: what the console is told in another way. */
  record(message: string): void {
    this.#log?.emit({ type: 'debug', message });
  }

  close(): void {
    for (const reporter of this.#reporters) reporter.close();
  }
}
