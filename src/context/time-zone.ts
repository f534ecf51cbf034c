import { DvtError } from '../core/errors.js';
import { HostObject, hostFunction, toText, type Value } from '../jinja/index.js';
import type { DateTime } from './date-time.js';
import { formatOffset } from './strftime.js';
import type { Zone } from './zone.js';

/** A time zone of `modules.pytz`, by its name in the IANA database. */
export class TimeZone extends HostObject {
  readonly #format: Intl.DateTimeFormat | null;

  constructor(readonly name: string) {
    super({
      typeName: 'tzinfo',
      attributes: {
        zone: name,
        localize: hostFunction('localize', ['dt', 'is_dst?'], ([moment]) => localized(moment, this)),
        normalize: hostFunction('normalize', ['dt'], ([moment]) => moment),
      },
      print: () => name,
      equals: (other) => other instanceof TimeZone && other.name === name,
    });
    this.#format = name === 'UTC' ? null : formatOf(name);
  }

  /** How `%Z` writes it at a moment, in milliseconds since 1970. */
  abbreviation(milliseconds: number): string {
    return this.#format === null ? 'UTC' : abbreviationOf(this, milliseconds);
  }

  /** Minutes east of UTC at a moment, in milliseconds since 1970. */
  offset(milliseconds: number): number {
    if (this.#format === null) return 0;
    const part = this.#format.formatToParts(milliseconds).find(({ type }) => type === 'timeZoneName')?.value ?? 'GMT';
    const match = /GMT([+-])(\d\d):?(\d\d)/.exec(part);
    if (match === null) return 0;
    const minutes = Number(match[2]) * 60 + Number(match[3]);
    return match[1] === '-' ? -minutes : minutes;
  }
}

/** A moment without a zone, whose clock is read as this one's. */
function localized(moment: Value, zone: TimeZone): Value {
  // By its name: moments know zones, and a file must not need one that needs it.
  const isMoment = moment instanceof HostObject && moment.traits.typeName === 'datetime.datetime';
  if (!isMoment)
    throw new DvtError({ code: 'DVT2114', message: `localize() takes a datetime, not ${toText(moment)}.` });
  const naive = moment as DateTime;
  if (naive.zone !== null)
    throw new DvtError({ code: 'DVT2114', message: 'Not naive datetime (tzinfo is already set)' });
  return naive.within(zone);
}

/** Each knows the abbreviations that its people use. */
const LOCALES = ['en-US', 'en-GB', 'en-AU', 'en-NZ', 'en-ZA', 'en-IN'];

/** `CEST`, as the IANA database has it; zones without one are called by their offset: `+03`. */
function abbreviationOf(zone: TimeZone, milliseconds: number): string {
  for (const locale of LOCALES) {
    const format = new Intl.DateTimeFormat(locale, { timeZone: zone.name, timeZoneName: 'short' });
    const name = format.formatToParts(milliseconds).find(({ type }) => type === 'timeZoneName')?.value;
    if (name !== undefined && /^[A-Z]{2,5}$/.test(name)) return name;
  }
  return formatOffset(zone.offset(milliseconds), '').replace(/00$/, '');
}

function formatOf(name: string): Intl.DateTimeFormat {
  try {
    return new Intl.DateTimeFormat('en-US', { timeZone: name, timeZoneName: 'longOffset' });
  } catch {
    throw new DvtError({ code: 'DVT2114', message: `There is no time zone '${name}'.` });
  }
}

/** `pytz.utc` */
export const UTC = new TimeZone('UTC');

/** A zone that is always as far from UTC: `minutes` east of it. */
export function fixedZone(minutes: number): HostObject & Zone {
  if (minutes === 0) return UTC;
  const name = `UTC${formatOffset(minutes, ':')}`;
  const traits = { typeName: 'tzinfo', attributes: { zone: name }, print: () => name };
  return Object.assign(new HostObject(traits), { name, offset: () => minutes });
}
