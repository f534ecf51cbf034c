import type { Redactor } from '../core/redact.js';
import type { LeastLevel } from '../report/event-fields.js';
import type { Reporter } from '../report/reporter.js';
import { createStyle } from '../report/style.js';
import { type Console, type Stream, wantsColors } from './console.js';
import type { Options } from './options.js';

/**
 * The reporter that options and terminal ask for. `stream` is where events go: standard output for a run; standard
 * error for a command whose output is its result.
 */
export async function openReporter(
  stream: Stream,
  { options, env, redactor }: { readonly options: Options; readonly env: Environment; readonly redactor: Redactor },
): Promise<Reporter> {
  const { printerWidth } = options;
  const level = consoleLevel(options);
  if (options.logFormat === 'json') {
    const { jsonReport } = await import('../report/json-report.js');
    return jsonReport(stream, { redactor, level });
  }
  const style = createStyle(wantsColors(stream, options.color, env));
  if (stream.isTerminal && level === 'info' && env['TERM'] !== 'dumb' && !env['CI']) {
    const { liveReport } = await import('../report/live-report.js');
    return liveReport(stream, { style, redactor, level, printerWidth });
  }
  const { consoleReport } = await import('../report/console-report.js');
  return consoleReport(stream, { style, redactor, level, printerWidth });
}

/** `--quiet` goes before `--debug`, and that before `--log-level`, as in dbt. */
function consoleLevel({ quiet, debug, logLevel }: Options): LeastLevel {
  if (logLevel === 'none') return 'none';
  return quiet ? 'error' : debug ? 'debug' : ((logLevel ?? 'info') as LeastLevel);
}

type Environment = Readonly<Record<string, string | undefined>>;

/** The stream that events of a command go to. */
export function eventStream(console: Console, printsResult: boolean): Stream {
  return printsResult ? console.err : console.out;
}
