import { nearest } from '../../core/nearest.js';
import { TemplateError } from '../errors.js';
import { TYPE_NAME } from './type-name.js';

/** Jinja2's default Undefined: prints as nothing, is false and empty; any other use of it is an error. */
export class Undefined {
  readonly [TYPE_NAME] = 'Undefined';
  constructor(
    /** What was looked for. */
    readonly name: string,
    /** The message of the error, where it is not that the name is undefined. */
    readonly reason?: string,
    /** Names that exist in its place. */
    readonly known?: () => Iterable<string>,
  ) {}

  /** The error of using it. */
  fail(): never {
    const suggestion = this.known === undefined ? null : nearest(this.name, this.known());
    throw new TemplateError(
      'UndefinedError',
      this.reason ?? `'${this.name}' is undefined`,
      suggestion === null ? undefined : `Did you mean '${suggestion}'?`,
    );
  }
}
