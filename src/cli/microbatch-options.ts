import { DvtError } from '../core/errors.js';
import { parseMoment } from '../core/moment.js';
import type { MicrobatchOptions } from '../execute/index.js';
import { sampleWindow } from './sample-window.js';
import type { Session } from './session.js';

/** What a retry takes over of the run before. */
export type Repeated = Pick<MicrobatchOptions, 'now' | 'retried'>;

/** The bounds of batches that the command line gives; those of `--sample` count before others, as under dbt. */
export function microbatchOptions({ invocation }: Session, repeated: Repeated | null): MicrobatchOptions {
  const { options, startedAt } = invocation;
  const base = repeated ?? { now: startedAt, retried: new Map() };
  if (options.sample !== null) {
    const { start, end } = sampleWindow(options.sample, startedAt);
    return { ...base, start: parseMoment(start), end: parseMoment(end) };
  }
  const start = moment('--event-time-start', options.eventTimeStart);
  const end = moment('--event-time-end', options.eventTimeEnd);
  if ((start === null) !== (end === null)) {
    const [given, missing] = start === null ? ['end', 'start'] : ['start', 'end'];
    throw new DvtError({
      code: 'DVT1045',
      message: `--event-time-${given} is given without --event-time-${missing}.`,
      hint: 'A range of time has both; the end is exclusive.',
    });
  }
  if (start !== null && end !== null && start >= end) {
    throw new DvtError({
      code: 'DVT1045',
      message: `--event-time-start (${options.eventTimeStart}) is not before --event-time-end (${options.eventTimeEnd}).`,
      hint: 'The end is exclusive: one day is from its midnight to the next.',
    });
  }
  return { ...base, start, end };
}

function moment(option: string, text: string | null): Date | null {
  if (text === null) return null;
  const at = parseMoment(text);
  if (at !== null) return at;
  throw new DvtError({
    code: 'DVT1045',
    message: `${option} is no time: ${text}`,
    hint: "Write '2024-01-31' or '2024-01-31T12:00:00', in UTC.",
  });
}
