import { HostObject, type Value } from '../jinja/index.js';

/** What a moment needs to know of its zone. */
export interface Zone {
  /** as IANA calls it: `Europe/Berlin` */
  readonly name: string;
  /** minutes east of UTC at a moment, in milliseconds since 1970 */
  offset(milliseconds: number): number;
  /** how `%Z` writes it at that moment: `CEST`; absent: by its offset */
  abbreviation?(milliseconds: number): string;
}

/** Whether a value can stand for a zone. */
export function isZone(value: Value): value is Value & Zone {
  return value instanceof HostObject && value.traits.typeName === 'tzinfo';
}
