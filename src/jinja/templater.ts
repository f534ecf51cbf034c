import { DEFAULT_LIMITS, type Limits } from './budget.js';
import { GLOBAL_FUNCTIONS } from './evaluate/global-functions.js';
import { type Context, toGlobals } from './evaluate/globals.js';
import { Output } from './evaluate/output.js';
import { reportError } from './evaluate/report-error.js';
import { type Environment, Run } from './evaluate/run.js';
import { Scope } from './evaluate/scope.js';
import { BUILT_IN_FILTERS } from './filters/built-in-filters.js';
import type { MaybePromise } from './maybe-promise.js';
import type { SourceMap } from './source-map.js';
import type { BlockTag } from './syntax/block-tag.js';
import { createLanguage, type Language, parse } from './syntax/parser.js';
import type { TemplateSource } from './syntax/syntax-error.js';
import { Template } from './template.js';
import { builtInTests } from './tests/built-in-tests.js';
import type { NativeFunction } from './values/native-function.js';
import type { NamedArguments } from './values/signature.js';
import type { Value } from './values/value.js';

/** What a caller adds to Jinja2. */
export interface TemplaterOptions {
  /** Further block tags: `{% tag name … %}…{% endtag %}`. */
  readonly blockTags?: readonly BlockTag[];
  /** Further filters, each with the filtered value as its first parameter. */
  readonly filters?: readonly NativeFunction[];
  /** Filters that `renderNative` has in place of those of the same name. */
  readonly nativeFilters?: readonly NativeFunction[];
  /** Further tests, each with the tested value as its first parameter. */
  readonly tests?: readonly NativeFunction[];
  readonly limits?: Partial<Limits>;
  /** Keep the line end at the end of a template, which Jinja2 drops. */
  readonly keepTrailingNewline?: boolean;
}

/** The text of a rendering and where each part of it came from. */
export interface Rendered {
  readonly text: string;
  readonly sourceMap: SourceMap;
}

/** Arguments of a macro that is called from outside. */
export interface MacroArguments {
  readonly positional?: readonly Value[];
  readonly named?: NamedArguments;
}

/** Parses and renders templates of one language. Every mistake in a template is thrown as a `DvtError`. */
export class Templater {
  readonly #language: Language;
  readonly #environment: Environment;
  readonly #nativeEnvironment: Environment;
  readonly #limits: Limits;
  readonly #keepTrailingNewline: boolean;

  constructor(options: TemplaterOptions = {}) {
    const filters = byName([...BUILT_IN_FILTERS, ...(options.filters ?? [])]);
    const tests: ReadonlyMap<string, NativeFunction> = byName([
      ...builtInTests(
        (name) => filters.has(name),
        (name) => tests.has(name),
      ),
      ...(options.tests ?? []),
    ]);
    this.#language = createLanguage(options.blockTags ?? []);
    this.#environment = { globals: byName(GLOBAL_FUNCTIONS), filters, tests };
    const native = new Map([...filters, ...byName(options.nativeFilters ?? [])]);
    this.#nativeEnvironment = { ...this.#environment, filters: native };
    this.#limits = { ...DEFAULT_LIMITS, ...options.limits };
    this.#keepTrailingNewline = options.keepTrailingNewline ?? false;
  }

  /** Parses a text; `name` is the path that errors show. */
  parse(text: string, { name }: { readonly name: string }): Template {
    let normalized = text.includes('\r') ? text.replace(/\r\n?/g, '\n') : text;
    if (!this.#keepTrailingNewline && normalized.endsWith('\n')) normalized = normalized.slice(0, -1);
    const source = { name, text: normalized };
    return new Template(source, parse(source, this.#language));
  }

  /** The text of a template in a context. */
  render(template: Template, context: Context = {}): Promise<Rendered> {
    return this.#render(template, context, this.#environment);
  }

  #render(template: Template, context: Context, environment: Environment): Promise<Rendered> {
    return this.#run(template.source, context, environment, async (run) => {
      const output = new Output(run);
      await template.step()(new Scope(run, null), output);
      const sourceMap = output.finish();
      return { text: sourceMap.text, sourceMap };
    });
  }

  /** The value of a template that writes nothing but one `{{ expression }}`; the text of any other. */
  async renderNative(template: Template, context: Context = {}): Promise<Value> {
    const [only, ...others] = template.body;
    if (only?.kind !== 'Output' || others.length > 0) {
      return this.#run(template.source, context, this.#nativeEnvironment, async (run) => {
        const output = new Output(run);
        await template.step()(new Scope(run, null), output);
        return output.finishNative();
      });
    }
    return this.#run(template.source, context, this.#nativeEnvironment, (run) =>
      template.compiler.expression(only.expression)(new Scope(run, null)),
    );
  }

  /** Calls a macro, or anything else that templates can call, from outside of a template. */
  async call(callee: Value, args: MacroArguments = {}, context: Context = {}): Promise<Value> {
    return this.#run({ name: '', text: '' }, context, this.#environment, (run) =>
      run.call(callee, args.positional, args.named),
    );
  }

  async #run<T>(
    source: TemplateSource,
    context: Context,
    environment: Environment,
    step: (run: Run) => MaybePromise<T>,
  ): Promise<T> {
    const start = { source, line: 1, column: 1, length: 1 };
    const run = new Run(environment, toGlobals(context), this.#limits, start);
    try {
      return await step(run);
    } catch (error) {
      throw reportError(error, run);
    }
  }
}

function byName(functions: readonly NativeFunction[]): ReadonlyMap<string, NativeFunction> {
  return new Map(functions.map((entry) => [entry.name, entry]));
}
