import type { Step } from './evaluate/compiler.js';
import { TemplateCompiler } from './evaluate/template-compiler.js';
import type { Body } from './syntax/ast.js';
import type { TemplateSource } from './syntax/syntax-error.js';

/** A parsed template. It can be rendered any number of times, with any context. */
export class Template {
  #step: Step | undefined;
  readonly compiler: TemplateCompiler;

  constructor(
    /** The name that errors and source maps show, and the text with line ends as `\n`. */
    readonly source: TemplateSource,
    readonly body: Body,
  ) {
    this.compiler = new TemplateCompiler(source);
  }

  get name(): string {
    return this.source.name;
  }

  /** The function that renders it, made at the first rendering. */
  step(): Step {
    this.#step ??= this.compiler.body(this.body);
    return this.#step;
  }
}
