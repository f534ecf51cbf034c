import type { Redactor } from '../core/redact.js';
import type { Style } from '../report/style.js';
import type { Terminal } from '../report/terminal.js';

/** The process's two outputs. Everything that is written to them passes the redactor. */
export interface Console {
  readonly out: Stream;
  readonly err: Stream;
  /** for marks in what is printed to `out` */
  readonly style: Style;
  /** Prints lines of a result to `out`. */
  print(text: string): void;
  /** Prints data that may hold any text as JSON: strings are redacted, the rest is left as it is. */
  printJson(value: unknown, options?: { readonly indent?: number }): void;
  /** whether questions can be asked: both ends are terminals */
  readonly interactive: boolean;
}

export interface Stream extends Terminal {
  readonly isTerminal: boolean;
}

/** A stream of the process. When its reader goes away (`dvt ls | head`), what is written is dropped in silence. */
export function processStream(stream: NodeJS.WriteStream): Stream {
  let open = true;
  stream.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EPIPE' && error.code !== 'EIO') throw error;
    open = false;
  });
  return {
    isTerminal: stream.isTTY === true,
    write: (text) => {
      if (open) stream.write(text);
    },
    get columns() {
      return stream.columns ?? 80;
    },
    get rows() {
      return stream.rows ?? 24;
    },
  };
}

export function createConsole(
  out: Stream,
  err: Stream,
  parts: { readonly redactor: Redactor; readonly style: Style; readonly input: boolean },
): Console {
  const { redactor, style } = parts;
  return {
    out,
    err,
    style,
    interactive: parts.input && out.isTerminal,
    print: (text) => out.write(`${redactor.redact(text)}\n`),
    printJson: (value, { indent } = {}) => {
      out.write(`${redactor.redactedJson(value, indent)}\n`);
    },
  };
}

/** Whether a stream gets colours: options win, then NO_COLOR, FORCE_COLOR comes next, then the terminal decides. */
export function wantsColors(
  stream: Stream,
  option: boolean | null,
  env: Readonly<Record<string, string | undefined>>,
): boolean {
  if (option !== null) return option;
  if (env['NO_COLOR']) return false;
  if (env['FORCE_COLOR']) return env['FORCE_COLOR'] !== '0';
  return stream.isTerminal && env['TERM'] !== 'dumb';
}
