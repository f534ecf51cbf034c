import { TemplateError } from './errors.js';

/** How much one rendering may do. */
export interface Limits {
  /** Evaluated nodes, loop iterations and items that filters go through. */
  readonly steps: number;
  /** Characters of one text. */
  readonly textLength: number;
  /** Macro calls inside of each other. */
  readonly macroDepth: number;
}

/** Far beyond any real project, and soon enough to end an endless loop. */
export const DEFAULT_LIMITS: Limits = { steps: 10_000_000, textLength: 64 * 1024 * 1024, macroDepth: 500 };

/** Characters of new text that count as one step, so that memory is bounded by the steps as well. */
const CHARACTERS_A_STEP = 64;

/** What is left of the steps of one rendering. */
export class Budget {
  left: number;

  constructor(readonly limits: Limits) {
    this.left = limits.steps;
  }

  /** Counts work. Throws where the limit is passed. */
  spend(steps: number): void {
    this.left -= steps;
    if (this.left < 0) {
      throw new TemplateError(
        'LimitError',
        `The template was stopped after ${this.limits.steps} steps`,
        'Look for a loop or a recursion without an end.',
      );
    }
  }

  /** Counts a text that is about to be made. Throws where it is too long. */
  text(length: number): void {
    this.checkLength(length);
    if (length >= CHARACTERS_A_STEP) this.spend(Math.floor(length / CHARACTERS_A_STEP));
  }

  /** Throws where a text of this length is too long. */
  checkLength(length: number): void {
    if (length > this.limits.textLength) {
      throw new TemplateError(
        'LimitError',
        `The text would be ${length} characters long, more than ${this.limits.textLength}`,
      );
    }
  }
}
