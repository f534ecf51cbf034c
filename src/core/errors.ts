import type { Location } from './position.js';

/** What a person is told about one mistake. */
export interface Diagnostic {
  /** Stable code, `DVT` and four digits: 1 configuration, 2 templates and SQL, 3 planning, 4 connections, 5 running. */
  readonly code: string;
  /** One sentence: what was found and what was expected. */
  readonly message: string;
  /** Where, in a file of the user. */
  readonly location?: Location;
  /** The lines around `location`, as `codeFrame` draws them. */
  readonly frame?: string;
  /** One next step. */
  readonly hint?: string;
  /** Further places, outermost last: template frames of a macro call, the other definition of a duplicate. */
  readonly related?: readonly { readonly message: string; readonly location?: Location }[];
}

/**
 * A mistake that a person can mend. Shown without a stack; everything else that is thrown is a defect of dvt.
 * `terminal` false marks a fault that may pass by itself (a dropped connection): the caller may try again.
 */
export class DvtError extends Error {
  override readonly name = 'DvtError';
  readonly diagnostics: readonly Diagnostic[];
  readonly terminal: boolean;

  constructor(diagnostic: Diagnostic | readonly Diagnostic[], options: { cause?: unknown; terminal?: boolean } = {}) {
    const diagnostics = Array.isArray(diagnostic) ? diagnostic : [diagnostic as Diagnostic];
    super(diagnostics.map((d) => d.message).join('\n'), options.cause === undefined ? {} : { cause: options.cause });
    this.diagnostics = diagnostics;
    this.terminal = options.terminal ?? true;
  }

  get code(): string {
    return this.diagnostics[0]?.code ?? 'DVT0000';
  }
}

/** Gathers mistakes so that several are reported at once; `throwIfAny` ends the stage. */
export class Diagnostics {
  readonly #list: Diagnostic[] = [];

  /** `warn`: where what is worth a word, and no mistake, goes. */
  constructor(readonly warn: (diagnostic: Diagnostic) => void = () => {}) {}

  add(diagnostic: Diagnostic): void {
    this.#list.push(diagnostic);
  }

  /** Runs `step`; a DvtError is gathered and `undefined` returned, anything else passes through. */
  async try<T>(step: () => T | Promise<T>): Promise<T | undefined> {
    try {
      return await step();
    } catch (error) {
      if (!(error instanceof DvtError)) throw error;
      this.#list.push(...error.diagnostics);
      return undefined;
    }
  }

  get list(): readonly Diagnostic[] {
    return this.#list;
  }

  throwIfAny(): void {
    if (this.#list.length > 0) throw new DvtError(this.#list);
  }
}
