import { TemplateError, valueError } from '../errors.js';
import { TYPE_NAME } from './type-name.js';

/** Jinja2's sandbox allows no longer ranges either. */
const LONGEST_RANGE = 100_000;

/** `range(start, stop, step)` of Python. */
export class Range {
  readonly [TYPE_NAME] = 'range';
  readonly length: number;

  constructor(
    readonly start: number,
    readonly stop: number,
    readonly step: number,
  ) {
    if (step === 0) throw valueError('range() arg 3 must not be zero');
    this.length = Math.max(0, Math.ceil((stop - start) / step));
    if (this.length > LONGEST_RANGE) {
      throw new TemplateError('LimitError', `The range has ${this.length} items, more than ${LONGEST_RANGE}`);
    }
  }

  items(): number[] {
    return Array.from({ length: this.length }, (_, i) => this.start + i * this.step);
  }
}
