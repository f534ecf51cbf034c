import type { Emit } from '../spi/event.js';

/** Shows events to someone. */
export interface Reporter {
  readonly emit: Emit;
  /** Leaves the terminal or file as it should be; may be called more than once, and at the process's exit. */
  close(): void;
}
