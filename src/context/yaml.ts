import { parse, Scalar, type ScalarTag, stringify, type Tags } from 'yaml';
import { pyYamlTagsWithDates } from '../core/py-yaml.js';
import { dictView, PyFloat, Tuple, toPlain, toText, type Value } from '../jinja/index.js';
import { DateTime, fromCalendar } from './date-time.js';
import { fixedZone } from './time-zone.js';

/** What `fromyaml` reads of a text, as PyYAML does: dates are Python's, `1.0` is a float, of a key that stands twice the last counts. */
export function fromYaml(text: string): Value {
  return toValue(parse(text, { version: '1.1', customTags: readingTags, uniqueKeys: false }));
}

/** What `toyaml` writes, as PyYAML does. */
export function toYaml(value: Value, sortKeys: boolean): string {
  const content = toContent(value);
  const text = stringify(content, {
    version: '1.1',
    customTags: writingTags,
    indentSeq: false,
    blockQuote: false,
    singleQuote: true,
    lineWidth: 80,
    sortMapEntries: sortKeys,
  });
  // PyYAML marks the end of a document that is one plain word.
  return isScalar(content) && !/^['"|>]/.test(text) ? `${text}...\n` : text;
}

function readingTags(tags: Tags): Tags {
  return pyYamlTagsWithDates(tags).map((tag) => {
    if (typeof tag === 'string') return tag;
    if (tag.tag === 'tag:yaml.org,2002:timestamp') return { ...(tag as ScalarTag), resolve: readMoment };
    if (tag.tag !== 'tag:yaml.org,2002:float') return tag;
    const float = tag as ScalarTag;
    const resolve: ScalarTag['resolve'] = (text, onError, options) => {
      const read = float.resolve(text, onError, options);
      return PyFloat.of(Number(read instanceof Scalar ? read.value : read));
    };
    return { ...float, resolve };
  });
}

/** Without the one that takes every `Map` for an ordered one. */
function writingTags(tags: Tags): Tags {
  return pyYamlTagsWithDates(tags).filter((tag) => typeof tag === 'string' || tag.tag !== 'tag:yaml.org,2002:omap');
}

const MOMENT =
  /^(\d{4})-(\d\d?)-(\d\d?)(?:(?:[Tt]|[ \t]+)(\d\d?):(\d\d):(\d\d)(?:\.(\d*))?(?:[ \t]*(Z|([-+])(\d\d?)(?::(\d\d))?))?)?$/;

/** A date, or a moment with the zone that is written. */
function readMoment(text: string): DateTime {
  const match = MOMENT.exec(text)!;
  const calendar = match.slice(1, 7).map((field) => Number(field ?? 0));
  const microseconds = Number((match[7] ?? '').slice(0, 6).padEnd(6, '0'));
  const [zone, sign, hours, minutes] = match.slice(8);
  const east = (Number(hours ?? 0) * 60 + Number(minutes ?? 0)) * (sign === '-' ? -1 : 1);
  return fromCalendar([...calendar, microseconds], zone === undefined ? null : fixedZone(east), match[4] === undefined);
}

function toValue(value: unknown): Value {
  if (Array.isArray(value)) return value.map(toValue);
  if (value instanceof PyFloat || value instanceof DateTime) return value;
  if (value === null || typeof value !== 'object') return value as Value;
  return new Map(Object.entries(value).map(([key, item]) => [key, toValue(item)]));
}

/** Values as the writer takes them; throws for what YAML has no form for. */
function toContent(value: Value): unknown {
  if (value instanceof PyFloat) return Object.assign(new Scalar(value.value), { minFractionDigits: 1 });
  if (value instanceof DateTime) return Object.assign(new Scalar(toText(value)), { type: Scalar.PLAIN });
  if (Array.isArray(value) || value instanceof Tuple) {
    return (value instanceof Tuple ? value.items : value).map(toContent);
  }
  const entries = dictView(value)?.entries();
  if (entries !== undefined) return new Map(entries.map(([key, item]) => [key, toContent(item)]));
  const plain = toPlain(value);
  if (typeof plain === 'object' && plain !== null && !Array.isArray(plain)) throw new TypeError('no form in YAML');
  return plain;
}

function isScalar(content: unknown): boolean {
  return content instanceof Scalar || typeof content !== 'object' || content === null;
}
