import { codeFrame } from '../../core/code-frame.js';
import { type Diagnostic, DvtError } from '../../core/errors.js';
import { ERROR_CODES, TemplateError } from '../errors.js';
import { MacroReturn } from './macro-return.js';
import type { Run } from './run.js';
import { locationOf } from './site.js';

/**
 * What a caller gets for an error of a run: a `DvtError` with the place and the macros around it for every mistake of
 * a template or of a host function; anything else is a defect and passes unchanged.
 */
export function reportError(error: unknown, run: Run): unknown {
  if (error instanceof DvtError) return withPlace(error, run);
  const mistake = mistakeOf(error);
  if (mistake === undefined) return error;
  const { kind, message, hint } = mistake;
  const diagnostic = { code: ERROR_CODES[kind], message, ...placeOf(run), ...(hint === undefined ? {} : { hint }) };
  return new DvtError(diagnostic, { cause: mistake });
}

function mistakeOf(error: unknown): TemplateError | undefined {
  if (error instanceof TemplateError) return error;
  if (error instanceof MacroReturn) return new TemplateError('TemplateRuntimeError', 'return() is outside of a macro');
  if (!(error instanceof RangeError)) return undefined;
  if (error.message.includes('call stack')) {
    return new TemplateError('RecursionError', 'The template or its data is nested too deeply');
  }
  return /length|BigInt/.test(error.message) ? new TemplateError('LimitError', 'A value became too large') : undefined;
}

function placeOf(run: Run): Pick<Diagnostic, 'location' | 'frame' | 'related'> {
  const location = locationOf(run.site);
  const related = relatedOf(run);
  return {
    location,
    frame: codeFrame(run.site.source.text, location),
    ...(related.length === 0 ? {} : { related }),
  };
}

/** More frames than a person reads. */
const MOST_FRAMES = 20;

function relatedOf(run: Run): NonNullable<Diagnostic['related']> {
  const frames = run.frames().map(({ name, calledAt }) => {
    return { message: `macro '${name}' is called here`, location: locationOf(calledAt) };
  });
  const distinct = withoutRepetition(frames);
  if (distinct.length <= MOST_FRAMES) return distinct;
  const left = distinct.length - MOST_FRAMES;
  return [...distinct.slice(0, MOST_FRAMES - 1), { message: `${left} more calls` }, ...distinct.slice(-1)];
}

/** An endless recursion has hundreds of frames, all of a few calls: each is shown once, and the one that began it. */
function withoutRepetition(frames: NonNullable<Diagnostic['related']>): NonNullable<Diagnostic['related']> {
  const keys = frames.map(
    ({ message, location }) => `${message} ${location?.path}:${location?.line}:${location?.column}`,
  );
  const kept = frames.filter((_, i) => keys.indexOf(keys[i]!) === i || i === frames.length - 1);
  const left = frames.length - kept.length;
  return left < 3 ? frames : [...kept.slice(0, -1), { message: `${left} more of these calls` }, ...kept.slice(-1)];
}

/** Host functions know what is wrong and not where: the place is that of their call. */
function withPlace(error: DvtError, run: Run): DvtError {
  const related = relatedOf(run);
  const diagnostics = error.diagnostics.map((diagnostic) => {
    if (diagnostic.location === undefined) return { ...diagnostic, ...placeOf(run) };
    return related.length === 0 ? diagnostic : { ...diagnostic, related: [...(diagnostic.related ?? []), ...related] };
  });
  return new DvtError(diagnostics, { cause: error.cause ?? error, terminal: error.terminal });
}
