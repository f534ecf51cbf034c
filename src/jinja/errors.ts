/** What Python or Jinja2 calls the mistake; decides the code that a person sees. */
export type TemplateErrorKind = keyof typeof ERROR_CODES;

/** The stable codes of template mistakes, by the name that Python or Jinja2 gives them. */
export const ERROR_CODES = {
  TemplateSyntaxError: 'DVT2001',
  UndefinedError: 'DVT2002',
  TypeError: 'DVT2003',
  AttributeError: 'DVT2003',
  ValueError: 'DVT2004',
  KeyError: 'DVT2004',
  IndexError: 'DVT2004',
  ZeroDivisionError: 'DVT2004',
  OverflowError: 'DVT2004',
  TemplateRuntimeError: 'DVT2005',
  LimitError: 'DVT2006',
  RecursionError: 'DVT2006',
  UnsupportedTag: 'DVT2007',
} as const;

/**
 * A mistake found while computing with values, where no position is known yet.
 * Never leaves this folder alone: the run adds the place and throws a `DvtError` with this as its cause.
 */
export class TemplateError extends Error {
  override readonly name = 'TemplateError';

  constructor(
    readonly kind: TemplateErrorKind,
    message: string,
    /** One next step. */
    readonly hint?: string,
  ) {
    super(message);
  }
}

/** A value of a type that the operation does not take. */
export function typeError(message: string): TemplateError {
  return new TemplateError('TypeError', message);
}

/** A value of the right type that the operation does not take. */
export function valueError(message: string): TemplateError {
  return new TemplateError('ValueError', message);
}
