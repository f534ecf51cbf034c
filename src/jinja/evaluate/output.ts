import type { Budget } from '../budget.js';
import type { Segment, SourceMap } from '../source-map.js';
import type { Value } from '../values/value.js';
import type { Captures } from './captures.js';
import type { Site } from './site.js';

/** The text that a template or macro has written so far, and where it came from. */
export class Output {
  #text = '';
  readonly #segments: Segment[] = [];
  #only: Value | undefined;

  constructor(readonly run: { readonly captures: Captures; readonly budget: Budget }) {}

  /** Text that stands in the template. */
  literal(text: string, site: Site): void {
    this.#only = undefined;
    this.#add(site, true);
    this.#append(text);
  }

  /** The value of an expression, and its text. */
  value(text: string, site: Site, value: Value = text): void {
    if (text === '') return;
    this.#only = this.#segments.length === 0 ? value : undefined;
    const found = this.run.captures.find(text);
    this.#add(site, false, found?.map, found?.start);
    this.#append(text);
  }

  /** The value where nothing but one expression has written, else the text. */
  finishNative(): Value {
    return this.#only === undefined ? this.#text : this.#only;
  }

  finish(): SourceMap {
    return { text: this.#text, segments: this.#segments };
  }

  #append(text: string): void {
    this.run.budget.text(text.length);
    this.#text += text;
    this.run.budget.checkLength(this.#text.length);
  }

  #add(site: Site, literal: boolean, inner?: SourceMap, innerStart?: number): void {
    const { line, column } = site;
    const outStart = this.#text.length;
    const template = site.source.name;
    this.#segments.push(
      inner === undefined
        ? { outStart, template, line, column, literal }
        : { outStart, template, line, column, literal, inner, innerStart: innerStart ?? 0 },
    );
  }
}
