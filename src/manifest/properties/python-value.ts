import type { KeyPath, LocatedYaml } from '../../core/located-yaml.js';
import { isInt, PyFloat, toRepr, type Value } from '../../jinja/index.js';
import { isMapping } from './property-reader.js';

/**
 * Python's `repr` of a value of a YAML file as PyYAML reads it: it knows floats that are whole numbers
 * to JavaScript, and dbt's checksums are made of these.
 */
export function pythonRepr(value: unknown, keys: KeyPath, file: LocatedYaml): string {
  if (Array.isArray(value)) return `[${value.map((item, i) => pythonRepr(item, [...keys, i], file)).join(', ')}]`;
  if (isMapping(value)) {
    const items = Object.entries(value).map(
      ([key, item]) => `${toRepr(key)}: ${pythonRepr(item, [...keys, key], file)}`,
    );
    return `{${items.join(', ')}}`;
  }
  if (typeof value === 'string') return dateRepr(value, keys, file) ?? toRepr(value);
  const isFloat = typeof value === 'number' && isInt(value) && /[.eE]/.test(file.source(keys) ?? '');
  return toRepr(isFloat ? new PyFloat(value) : (value as Value));
}

const DATE =
  /^(\d{4})-(\d\d?)-(\d\d?)(?:(?:[Tt]|[ \t]+)(\d\d?):(\d\d):(\d\d)(?:\.(\d*))?[ \t]*(Z|[-+]\d\d?(?::\d\d)?)?)?$/;

/** dbt has dates of YAML as texts of one form, however they are written. null: the text is in quotes, or no date. */
function dateRepr(text: string, keys: KeyPath, file: LocatedYaml): string | null {
  const match = DATE.exec(text);
  if (match === null || file.source(keys) === null) return null;
  const [, year, month, day, hour, minute, second, fraction, zone] = match;
  const two = (digits: string | undefined): string => (digits ?? '').padStart(2, '0');
  const date = `${year}-${two(month)}-${two(day)}`;
  if (hour === undefined) return toRepr(date);
  const micros = (fraction ?? '').slice(0, 6).padEnd(6, '0');
  return toRepr(`${date}T${two(hour)}:${minute}:${second}${micros === '000000' ? '' : `.${micros}`}${offset(zone)}`);
}

function offset(zone: string | undefined): string {
  if (zone === undefined) return '';
  const [, sign = '+', hours = '0', minutes = '0'] = /^([-+])(\d+):?(\d*)$/.exec(zone) ?? [];
  return `${sign}${hours.padStart(2, '0')}:${minutes.padStart(2, '0')}`;
}
