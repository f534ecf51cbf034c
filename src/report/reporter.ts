import type { Emit } from '../spi/event.js';

/** Shows events to someone. */
export interface Reporter {
  readonly emit: Emit;
  /** Leaves the terminal or file as it should be; may be called more than once, and at the process's exit. */
  close(): void;
}

/** Shows every event in several places. */
export function severalReporters(reporters: readonly Reporter[]): Reporter {
  return {
    emit: (event) => {
      for (const reporter of reporters) reporter.emit(event);
    },
    close: () => {
      for (const reporter of reporters) reporter.close();
    },
  };
}
