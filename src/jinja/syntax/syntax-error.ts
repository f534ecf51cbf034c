import { codeFrame } from '../../core/code-frame.js';
import { type Diagnostic, DvtError } from '../../core/errors.js';
import type { Position } from '../../core/position.js';
import { ERROR_CODES } from '../errors.js';

/** A place in a template's text with the number of characters to underline. */
export interface Span extends Position {
  readonly length: number;
}

/** The text of a template and the name that errors show for it. */
export interface TemplateSource {
  /** The path that a person knows the template by. */
  readonly name: string;
  /** The text with line ends as `\n`. */
  readonly text: string;
}

/** What a syntax error may say beside its message. */
export interface SyntaxErrorDetail {
  readonly kind?: 'TemplateSyntaxError' | 'UnsupportedTag';
  readonly hint?: string | undefined;
  /** The tag that was opened and not closed. */
  readonly opened?: Span & { readonly tag: string };
}

/** A template that cannot be parsed. */
export function syntaxError(
  source: TemplateSource,
  at: Span,
  message: string,
  detail: SyntaxErrorDetail = {},
): DvtError {
  const location = { path: source.name, line: at.line, column: at.column, length: at.length };
  const { opened, hint } = detail;
  const diagnostic: Diagnostic = {
    code: ERROR_CODES[detail.kind ?? 'TemplateSyntaxError'],
    message,
    location,
    frame: codeFrame(source.text, location),
    ...(hint === undefined ? {} : { hint }),
    ...(opened === undefined
      ? {}
      : {
          related: [
            {
              message: `'${opened.tag}' was opened here`,
              location: { path: source.name, line: opened.line, column: opened.column, length: opened.length },
            },
          ],
        }),
  };
  return new DvtError(diagnostic);
}
