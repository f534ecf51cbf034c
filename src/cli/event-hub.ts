import { DvtError } from '../core/errors.js';
import type { LogFile } from '../report/log-file.js';
import type { Reporter } from '../report/reporter.js';
import type { RunEvent } from '../spi/event.js';
import type { FrameDrawer } from './draw-frames.js';
import type { WarningPolicy } from './warning-policy.js';

/** Hands events to reporters; one that joins later (the log file, when the project is found) gets what it missed. */
export class EventHub implements Reporter {
  readonly #reporters: Reporter[];
  readonly #past: RunEvent[] = [];
  #log: LogFile | null = null;

  readonly #frames: FrameDrawer;

  readonly #policy: WarningPolicy;

  readonly #prints: boolean;

  constructor(
    first: Reporter,
    options: {
      readonly frames: FrameDrawer;
      readonly policy: WarningPolicy;
      /** whether what templates print is shown */
      readonly prints: boolean;
    },
  ) {
    this.#reporters = [first];
    this.#frames = options.frames;
    this.#policy = options.policy;
    this.#prints = options.prints;
  }

  /** Throws a warning that is to be an error where it arises, as dbt does: in a node, the node fails. */
  readonly emit = (happened: RunEvent): void => {
    if (happened.type === 'warning') {
      const treatment = this.#policy(happened.diagnostic.code);
      if (treatment === 'silence') return;
      if (treatment === 'error') throw new DvtError(happened.diagnostic);
      if (happened.again) return;
    }
    if (happened.type === 'notice' && happened.printed && !this.#prints) return;
    const event = this.#frames.event(happened);
    if (!this.#log) this.#past.push(event);
    for (const reporter of this.#reporters) reporter.emit(event);
  };

  /** Adds the log file. */
  join(log: LogFile): void {
    for (const event of this.#past) log.emit(event);
    this.#past.length = 0;
    this.#reporters.push(log);
    this.#log = log;
  }

  /** For the log file alone: what ended the command, which the console is told in another way. Says whether there is one. */
  record(message: string): boolean {
    this.#log?.failure(message);
    return this.#log !== null;
  }

  close(): void {
    for (const reporter of this.#reporters) reporter.close();
  }
}
