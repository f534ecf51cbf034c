import type { Location } from '../../core/position.js';
import type { Span, TemplateSource } from '../syntax/syntax-error.js';

/** A place in a template, with the template. */
export interface Site extends Span {
  readonly source: TemplateSource;
}

/** The place as errors show it. */
export function locationOf(site: Site): Location {
  return { path: site.source.name, line: site.line, column: site.column, length: site.length };
}
