import { parse } from 'yaml';
import { DvtError } from '../core/errors.js';
import { momentText, parseMoment } from '../core/moment.js';

/** The part of inputs with an `event_time` that is read, as dbt writes moments. */
export interface SampleWindow {
  readonly start: string;
  readonly end: string;
}

const MILLISECONDS = { hour: 3_600_000, day: 86_400_000 } as const;

/** `3 days` before now, or a mapping with `start` and `end`. Throws DVT1041 for anything else. */
export function sampleWindow(text: string, now: Date): SampleWindow {
  const relative = /^\s*(\d+)\s*(hour|day|month|year)s?\s*$/i.exec(text);
  if (relative !== null) {
    const start = before(now, Number(relative[1]), relative[2]!.toLowerCase());
    return { start: momentText(start), end: momentText(now) };
  }
  const window: unknown = mapping(text);
  const { start, end } = (window ?? {}) as { start?: unknown; end?: unknown };
  const bounds = [start, end].map((bound) => (bound === undefined ? null : parseMoment(String(bound))));
  if (bounds[0] && bounds[1]) return { start: momentText(bounds[0]), end: momentText(bounds[1]) };
  throw new DvtError({
    code: 'DVT1041',
    message: `--sample is no window of time: ${text}`,
    hint: "Write '3 days' (hours, days, months, years), or {start: 2024-01-01, end: 2024-02-01}.",
  });
}

function mapping(text: string): unknown {
  try {
    return parse(text);
  } catch {
    return null;
  }
}

function before(now: Date, count: number, unit: string): Date {
  if (unit === 'hour' || unit === 'day') return new Date(now.getTime() - count * MILLISECONDS[unit]);
  const then = new Date(now);
  if (unit === 'month') then.setUTCMonth(then.getUTCMonth() - count);
  else then.setUTCFullYear(then.getUTCFullYear() - count);
  return then;
}
