import fc from 'fast-check';
import { sample } from '../random.js';

/** Random values of each kind beside the boundaries, which are always there. */
const COUNT = Number(process.env['DVT_PROPERTY_VALUES'] ?? 120);

/** Pieces that some step between two databases could take for something else. */
const PIECES = [
  ...[
    '',
    ' ',
    '  ',
    '\t',
    '\n',
    '\r\n',
    '\r',
    '\\',
    '\\N',
    '\\.',
    '\\n',
    "'",
    '"',
    '`',
    '$$',
    ';',
    '--',
    ',',
    '{',
    '}',
  ],
  ...[
    'NULL',
    'null',
    '%',
    '_',
    '|',
    'a',
    'A',
    'ä',
    'a\u0308',
    'ß',
    'ss',
    'é',
    '€',
    '日本',
    '😀',
    '\u{10ffff}',
    '\uffff',
  ],
  ...['\u0001', '\u001a', '\u007f', '\u0085', '\u2028', '\ufeff', '\u200d', 'İ', 'ı', '\\x41', '&amp;', '<a>', '0x'],
];

const text = fc.oneof(
  fc.array(fc.constantFrom(...PIECES), { maxLength: 8 }).map((pieces) => pieces.join('')),
  fc.string({ unit: 'binary', maxLength: 20 }),
  fc.string({ unit: 'grapheme-ascii', minLength: 10, maxLength: 14 }),
);

const isStorable = (value: string) => !value.includes('\0') && Buffer.from(value).toString() === value;

/** Texts without NUL; the boundaries lie around 12 bytes (strings in place) and around a packet and a batch. */
export function texts(): string[] {
  const long = [11, 12, 13, 255, 4096, 70_000].flatMap((length) => ['x'.repeat(length), '€'.repeat(length)]);
  return [...PIECES, ...long, ...sample(text.filter(isStorable), COUNT)];
}

/** Texts of at most `length` characters that `fits` accepts. */
export function shortTexts(length: number, fits: (value: string) => boolean = () => true): string[] {
  return texts().filter((value) => [...value].length <= length && fits(value));
}

export function integers(low: bigint, high: bigint): string[] {
  const near = [low, low + 1n, -1n, 0n, 1n, 2n, 2n ** 53n, 2n ** 53n + 1n, high - 1n, high];
  const random = sample(fc.bigInt({ min: low, max: high }), COUNT);
  return [...near, ...random].filter((value) => value >= low && value <= high).map(String);
}

/** Numbers of `digits` digits, `scale` of them after the point. */
export function decimals(digits: number, scale: number, signed = true): string[] {
  const end = 10n ** BigInt(digits) - 1n;
  const written = (value: bigint): string => {
    const all = (value < 0n ? -value : value).toString().padStart(scale + 1, '0');
    const sign = value < 0n ? '-' : '';
    return scale === 0 ? sign + all : `${sign}${all.slice(0, -scale)}.${all.slice(-scale)}`;
  };
  const sized = fc
    .tuple(fc.integer({ min: 1, max: digits }), fc.bigInt({ min: -end, max: end }))
    .map(([length, value]) => value % 10n ** BigInt(length));
  const random = sample(sized, COUNT);
  return [0n, 1n, -1n, end, -end, end / 2n, ...random].filter((value) => signed || value >= 0n).map(written);
}

const FLOATS = [0, -0, 1, -1, 0.1, 0.30000000000000004, 1e22, 1e21, 123456789012345680, 1e-7, 9007199254740992, 1e15];

export function doubles(): string[] {
  const ends = [5e-324, 2.2250738585072014e-308, Number.MAX_VALUE, -Number.MAX_VALUE];
  const random = sample(fc.double({ noNaN: true, noDefaultInfinity: true }), COUNT);
  return [...FLOATS, ...ends, ...random].map(floatText);
}

/** Doubles that are 32-bit floats. */
export function floats(): string[] {
  const ends = [1.401298464324817e-45, 1.1754943508222875e-38, 3.4028234663852886e38, 16777216, 16777217];
  const random = sample(fc.float({ noNaN: true, noDefaultInfinity: true }), COUNT);
  return [...FLOATS, ...ends, ...random].map((value) => floatText(Math.fround(value)));
}

function floatText(value: number): string {
  return Object.is(value, -0) ? '-0e0' : value.toExponential();
}

const DAY = 86_400_000;
const FIRST_DAY = Date.parse('0001-01-01T00:00:00Z') / DAY;
const LAST_DAY = Date.parse('9999-12-31T00:00:00Z') / DAY;

function dayText(day: number): string {
  return new Date(day * DAY).toISOString().slice(0, 10);
}

/** Dates of the years 0001 to 9999. */
export function dates(from = FIRST_DAY, to = LAST_DAY): string[] {
  const fixed = ['0001-01-01', '0099-12-31', '1582-10-10', '1900-03-01', '1969-12-31', '1970-01-01', '2000-02-29'];
  const days = sample(fc.integer({ min: Math.ceil(from), max: Math.floor(to) }), COUNT);
  const inRange = (text: string) => Date.parse(text) / DAY >= from && Date.parse(text) / DAY <= to;
  return [...[...fixed, '9999-12-31'].filter(inRange), ...days.map(dayText)];
}

const micros = fc.oneof(fc.constant(0), fc.integer({ min: 0, max: 999_999 }));

/** Times of a day with up to `decimals` decimals of a second. */
export function times(decimals = 6): string[] {
  const random = sample(fc.tuple(fc.integer({ min: 0, max: 86_399 }), micros), COUNT).map(([second, fraction]) => {
    const [hours, minutes, seconds] = [Math.floor(second / 3600), Math.floor(second / 60) % 60, second % 60];
    const clock = [hours, minutes, seconds].map((part) => String(part).padStart(2, '0')).join(':');
    return decimals === 0 ? clock : `${clock}.${String(fraction).padStart(6, '0').slice(0, decimals)}`;
  });
  const ends = ['00:00:00', '23:59:59', ...(decimals === 6 ? ['00:00:00.000001', '23:59:59.999999'] : [])];
  return [...ends, ...random];
}

export function timestamps(decimals = 6, days = dates()): string[] {
  const ofDay = times(decimals);
  return days.map((day, index) => `${day} ${ofDay[index % ofDay.length]}`);
}

/** Byte strings in hexadecimal, invalid UTF-8 among them. */
export function bytes(maxLength = 40): string[] {
  const fixed = ['', '00', '0000', 'ff', 'c328', 'eda080', 'f4908080', '5c4e', '0d0a', '09', '5c', '27', '1a', '80'];
  const random = sample(fc.uint8Array({ maxLength }), COUNT).map((value) => Buffer.from(value).toString('hex'));
  const long = maxLength >= 40 ? ['00ff'.repeat(40_000), 'ab'.repeat(12), 'ab'.repeat(13)] : [];
  return [...fixed, ...long, ...random].filter((hex) => hex.length <= 2 * maxLength || maxLength >= 40);
}

export function uuids(): string[] {
  const ends = ['00000000-0000-0000-0000-000000000000', 'ffffffff-ffff-ffff-ffff-ffffffffffff'];
  return [
    ...ends,
    '7fffffff-ffff-ffff-ffff-ffffffffffff',
    '80000000-0000-0000-8000-000000000000',
    ...sample(fc.uuid(), COUNT),
  ];
}

/** JSON texts with the spelling that a parser would lose: spaces, key order, repeated keys, digits, escapes. */
export function jsonTexts(): string[] {
  const fixed = [
    'null',
    '1',
    '1.0',
    '1.10',
    '-0',
    '1e2',
    '12345678901234567890.123456789',
    '"\\u00e4"',
    '"\\/"',
    '[ 1 ,2 ]',
  ];
  const objects = ['{"b":1,"a":2}', '{"a":1,"a":2}', '{ "x" : null }', '{}', '[]', '""', '"😀"', '"a\\tb\\\\N"'];
  return [...fixed, ...objects, ...sample(fc.json({ stringUnit: 'grapheme' }), COUNT).filter(isStorable)].filter(
    (value) => !/\\u0000|\\ud[89a-f]/i.test(value),
  );
}
