import { isCancelled } from '../core/cancelled.js';
import { type Diagnostic, DvtError } from '../core/errors.js';
import type { Redactor } from '../core/redact.js';
import { diagnosticLines } from '../report/diagnostic-text.js';
import { createStyle } from '../report/style.js';
import { type Stream, wantsColors } from './console.js';
import type { FrameDrawer } from './draw-frames.js';
import type { ExitCode } from './exit-code.js';
import type { Options } from './options.js';

type Shown = Pick<Options, 'logFormat' | 'debug' | 'color'>;

interface Showing {
  readonly options: Shown;
  readonly env: Environment;
  readonly redactor: Redactor;
  /** absent before the options are read */
  readonly frames?: FrameDrawer;
  /** dvt.log has all of it */
  readonly logged?: boolean;
}

/** Tells of an error that ended the command, and says what the process ends with. */
export function showFailure(error: unknown, stream: Stream, shown: Showing): ExitCode {
  const { options, env, redactor, frames, logged } = shown;
  const diagnostics = inOrder(diagnosticsOf(error, options.debug)).map((one) => frames?.drawn(one) ?? one);
  if (options.logFormat === 'json') {
    for (const { frame: _, ...diagnostic } of diagnostics) {
      const record = {
        level: 'error',
        time: new Date().toISOString(),
        event: 'failure',
        diagnostic,
        msg: diagnostic.message,
      };
      stream.write(`${JSON.stringify(redactor.redactValue(record))}\n`);
    }
  } else {
    const style = createStyle(wantsColors(stream, options.color, env));
    const few = options.debug ? diagnostics : fewOf(diagnostics);
    const texts = few.map((diagnostic) => diagnosticLines(diagnostic, style).join('\n'));
    if (diagnostics.length > few.length) {
      const all = diagnostics.length.toLocaleString('en');
      const where = logged ? 'dvt.log has all of them, and --debug shows them' : '--debug shows all of them';
      texts.push(`${few.length} of ${all} mistakes. ${where}.`);
    } else if (texts.length > 1 && !options.debug) texts.push(`${texts.length} mistakes.`);
    stream.write(`${redactor.redact(texts.join('\n\n'))}\n`);
  }
  return isCancelled(error) ? 1 : 2;
}

/** By file and line, each mistake once; those without a place come last. */
function inOrder(diagnostics: readonly Diagnostic[]): Diagnostic[] {
  const once = new Map(diagnostics.map((one) => [JSON.stringify([one.code, one.message, one.location]), one]));
  return [...once.values()].sort(({ location: a }, { location: b }) => {
    if (!a || !b) return a ? -1 : b ? 1 : 0;
    return a.path < b.path ? -1 : a.path > b.path ? 1 : a.line - b.line || a.column - b.column;
  });
}

/** Mistakes that a person reads at once: one missing package makes thousands. */
const MOST_SHOWN = 20;

/** Of many mistakes, those that say something new, and the first of the others, in the same order. */
function fewOf(diagnostics: readonly Diagnostic[]): readonly Diagnostic[] {
  if (diagnostics.length <= MOST_SHOWN) return diagnostics;
  const news = new Map<string, Diagnostic>();
  for (const one of diagnostics) {
    const said = `${one.code} ${one.message}`;
    if (!news.has(said)) news.set(said, one);
  }
  const chosen = [...new Set([...news.values(), ...diagnostics])].slice(0, MOST_SHOWN);
  return diagnostics.filter((one) => chosen.includes(one));
}

/** An error for the log file: everything, the stack too. */
export function failureText(error: unknown): string {
  const style = createStyle(false);
  return diagnosticsOf(error, true)
    .flatMap((diagnostic) => diagnosticLines(diagnostic, style))
    .join('\n');
}

type Environment = Readonly<Record<string, string | undefined>>;

const DEFECT = 'DVT0000';

function diagnosticsOf(error: unknown, debug: boolean): readonly Diagnostic[] {
  if (error instanceof DvtError) {
    if (!debug) return error.diagnostics;
    return [...error.diagnostics, { code: error.code, message: stackOf(error) }];
  }
  const message = error instanceof Error ? error.message : String(error);
  return [
    {
      code: DEFECT,
      message: debug ? stackOf(error) : `Unexpected error: ${message}`,
      hint: debug
        ? 'This is a defect of dvt: please report it.'
        : 'This is a defect of dvt. --debug shows where it happened.',
    },
  ];
}

function stackOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const cause = error.cause === undefined ? '' : `\ncaused by ${stackOf(error.cause)}`;
  return `${error.stack ?? error.message}${cause}`;
}
