import { closeSync, mkdirSync, openSync, renameSync, statSync, writeSync } from 'node:fs';
import { dirname } from 'node:path';
import type { Redactor } from '../core/redact.js';
import { eventLevel } from './event-fields.js';
import { EventLines } from './event-lines.js';
import type { Reporter } from './reporter.js';
import { createStyle } from './style.js';

/** as dbt: a larger file is moved to `dvt.log.1` when the next command starts */
const LARGEST_BYTES = 10 * 1024 * 1024;

/**
 * Everything, `debug` events too, in a file that grows with every command. Written synchronously: the lines before a
 * crash are the ones that matter. Throws where the file cannot be opened.
 */
export function logFile(path: string, redactor: Redactor): Reporter {
  mkdirSync(dirname(path), { recursive: true });
  if ((statSync(path, { throwIfNoEntry: false })?.size ?? 0) > LARGEST_BYTES) renameSync(path, `${path}.1`);
  const file = openSync(path, 'a', 0o600);
  const lines = new EventLines(createStyle(false));
  let open = true;
  return {
    emit: (event) => {
      if (!open || event.type === 'extraction progress') return;
      const head = `${new Date().toISOString()} [${eventLevel(event).padEnd(5)}]`;
      const text = lines.lines(event).map((line) => `${head}: ${redactor.redact(line)}\n`);
      if (text.length > 0) write(file, text.join(''));
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
