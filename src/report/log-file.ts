import { closeSync, mkdirSync, openSync, renameSync, statSync, writeSync } from 'node:fs';
import { dirname } from 'node:path';
import type { Redactor } from '../core/redact.js';
import { eventLevel, isShown, type LeastLevel } from './event-fields.js';
import { EventLines } from './event-lines.js';
import { jsonReport } from './json-report.js';
import type { Reporter } from './reporter.js';
import { createStyle } from './style.js';

interface LogFileOptions {
  readonly redactor: Redactor;
  /** the least grave that is written */
  readonly level: Exclude<LeastLevel, 'none'>;
  readonly json: boolean;
  /** a larger file is moved to `dvt.log.1` when the next command starts, as dbt does; 0 = never */
  readonly maxBytes: number;
}

/** The log file: events, and what ended the command. */
export interface LogFile extends Reporter {
  /** Writes what the console is told in another way. */
  failure(message: string): void;
}

/**
 * What happens, in a file that grows with every command. Written synchronously: the lines before a crash are the ones that
 * matter. Throws where the file cannot be opened.
 */
export function logFile(path: string, { redactor, level, json, maxBytes }: LogFileOptions): LogFile {
  mkdirSync(dirname(path), { recursive: true });
  const size = statSync(path, { throwIfNoEntry: false })?.size ?? 0;
  if (maxBytes > 0 && size > maxBytes) renameSync(path, `${path}.1`);
  const file = openSync(path, 'a', 0o600);
  const lines = new EventLines(createStyle(false));
  const output = { write: (text: string) => write(file, text) };
  const asJson = json ? jsonReport(output, { redactor, level }) : null;
  const line = (of: string, text: string): string =>
    `${new Date().toISOString()} [${of.padEnd(5)}]: ${redactor.redact(text)}\n`;
  let open = true;
  return {
    emit: (event) => {
      if (!open || event.type === 'extraction progress' || !isShown(event, level)) return;
      if (asJson !== null) return asJson.emit(event);
      const text = lines.lines(event).map((one) => line(eventLevel(event), one));
      if (text.length > 0) output.write(text.join(''));
    },
    failure: (message) => {
      if (!open) return;
      const record = { level: 'error', time: new Date().toISOString(), event: 'failure', msg: message };
      output.write(json ? `${JSON.stringify(redactor.redactValue(record))}\n` : line('error', message));
    },
    close: () => {
      if (open) closeSync(file);
      open = false;
    },
  };
}

function write(file: number, text: string): void {
  try {
    writeSync(file, text);
  } catch {
    // A full disk must not fail the run; the run's own writes tell of it.
  }
}
