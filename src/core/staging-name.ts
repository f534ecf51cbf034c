import { hash } from 'node:crypto';

const SEPARATOR = '__dvt_';
const STAGING = /^.+__dvt_([A-Za-z0-9-]+)$/s;
const HASH_DIGITS = 10;

/**
 * Name of the relation in which a run builds `identifier`: `<identifier>__dvt_<run id>`. Where that is longer than
 * `maxBytes` of UTF-8 (null = no limit), the identifier is cut and a hash of it added; the run id is always whole.
 */
export function stagingName(identifier: string, runId: string, maxBytes: number | null): string {
  const suffix = SEPARATOR + runId;
  if (!STAGING.test(`x${suffix}`)) throw new RangeError(`a run id has letters, digits and hyphens: ${runId}`);
  const whole = identifier + suffix;
  if (maxBytes === null || Buffer.byteLength(whole) <= maxBytes) return whole;
  const digest = hash('sha256', identifier).slice(0, HASH_DIGITS);
  const room = maxBytes - Buffer.byteLength(suffix) - 1 - HASH_DIGITS;
  if (room < 0) throw new RangeError(`no room for a run id of ${runId.length} characters in ${maxBytes} bytes`);
  return `${firstBytes(identifier, room)}_${digest}${suffix}`;
}

/** The run that a staging relation belongs to; null for any other name. */
export function parseStagingName(name: string): { readonly runId: string } | null {
  const match = STAGING.exec(name);
  return match ? { runId: match[1]! } : null;
}

/** The longest start of a text that takes at most `limit` bytes, never half a character. */
function firstBytes(text: string, limit: number): string {
  let bytes = 0;
  let start = '';
  for (const character of text) {
    bytes += Buffer.byteLength(character);
    if (bytes > limit) break;
    start += character;
  }
  return start;
}
