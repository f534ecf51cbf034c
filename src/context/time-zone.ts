import { DvtError } from '../core/errors.js';
import { HostObject, hostFunction } from '../jinja/index.js';
import { DateTime } from './date-time.js';

/** A time zone of `modules.pytz`, by its name in the IANA database. */
export class TimeZone extends HostObject {
  readonly #format: Intl.DateTimeFormat | null;

  constructor(readonly name: string) {
    super({
      typeName: 'tzinfo',
      attributes: {
        zone: name,
        localize: hostFunction('localize', ['dt'], ([moment]) =>
          moment instanceof DateTime ? moment.within(this) : moment,
        ),
      },
      print: () => name,
      equals: (other) => other instanceof TimeZone && other.name === name,
    });
    this.#format = name === 'UTC' ? null : formatOf(name);
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

function formatOf(name: string): Intl.DateTimeFormat {
  try {
    return new Intl.DateTimeFormat('en-US', { timeZone: name, timeZoneName: 'longOffset' });
  } catch {
    throw new DvtError({ code: 'DVT2114', message: `There is no time zone '${name}'.` });
  }
}

/** `pytz.utc` */
export const UTC = new TimeZone('UTC');
