import { pino } from 'pino';
import type { Redactor } from '../core/redact.js';
import { eventFields, eventLevel, isShown, type LeastLevel } from './event-fields.js';
import { EventLines } from './event-lines.js';
import type { Reporter } from './reporter.js';
import { createStyle } from './style.js';
import type { Output } from './terminal.js';

/** One JSON object a line (pino's shape: `level`, `time` in UTC, `msg`) with the event's data. */
export function jsonReport(
  output: Output,
  options: { readonly redactor: Redactor; readonly level: LeastLevel },
): Reporter {
  const log = pino(
    {
      base: null,
      level: 'debug',
      timestamp: pino.stdTimeFunctions.isoTime,
      formatters: { level: (label) => ({ level: label }) },
    },
    { write: (line: string) => output.write(line) },
  );
  const lines = new EventLines(createStyle(false));
  return {
    emit: (event) => {
      if (!isShown(event, options.level)) return;
      const text = lines.lines(event).filter((line) => line !== '');
      const message = options.redactor.redact(text.join('\n'));
      const fields = options.redactor.redactValue({ event: event.type, ...eventFields(event) }) as object;
      log[eventLevel(event)](fields, message);
    },
    close: () => {},
  };
}
