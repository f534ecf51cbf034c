import type { Redactor } from '../core/redact.js';
import type { Console } from './console.js';
import type { FrameDrawer } from './draw-frames.js';
import type { EventHub } from './event-hub.js';
import type { Options } from './options.js';
import type { WarningPolicy } from './warning-policy.js';

/** One start of dvt: what the process gave it, and where it talks to. */
export interface Invocation {
  /** unique, part of staging names and of the artifacts */
  readonly id: string;
  readonly startedAt: Date;
  /** the command as typed: `run`, `profiles test` */
  readonly command: string;
  /** the command line as it was typed, without the program */
  readonly words: readonly string[];
  /** words after the command that are no options */
  readonly names: readonly string[];
  readonly options: Options;
  /** flags of the project that profiles.yml has in `config:` */
  readonly profileFlags: Readonly<Record<string, unknown>>;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** absolute */
  readonly cwd: string;
  /** absolute */
  readonly home: string;
  /** dvt's own */
  readonly version: string;
  /** aborted by the first Ctrl-C */
  readonly signal: AbortSignal;
  readonly redactor: Redactor;
  readonly console: Console;
  /** Shows events on the console, and in the log file once the project is known. */
  readonly events: EventHub;
  /** draws the code of mistakes */
  readonly frames: FrameDrawer;
  /** what becomes of warnings */
  readonly policy: WarningPolicy;
}
