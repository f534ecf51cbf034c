const ESCAPE = /\\(\n|\\|'|"|[abfnrtv]|[0-7]{1,3}|x[\da-fA-F]{2}|u[\da-fA-F]{4}|U[\da-fA-F]{8})/g;
const SIMPLE: Readonly<Record<string, string>> = {
  '\n': '',
  '\\': '\\',
  "'": "'",
  '"': '"',
  a: '\x07',
  b: '\b',
  f: '\f',
  n: '\n',
  r: '\r',
  t: '\t',
  v: '\v',
};

/** The text between the quotes of a literal with Python's escapes replaced; an unknown escape stays as it is. */
export function unescapeString(body: string): string {
  if (!body.includes('\\')) return body;
  return body.replace(ESCAPE, (whole, code: string) => {
    const simple = SIMPLE[code];
    if (simple !== undefined) return simple;
    if (!/^[xuU]/.test(code)) return String.fromCharCode(Number.parseInt(code, 8));
    const codePoint = Number.parseInt(code.slice(1), 16);
    return codePoint > 0x10ffff ? whole : String.fromCodePoint(codePoint);
  });
}

/** An integer literal: a number while that is exact, otherwise a bigint. */
export function integerValue(text: string): number | bigint {
  const value = BigInt(text.replaceAll('_', ''));
  return value <= BigInt(Number.MAX_SAFE_INTEGER) ? Number(value) : value;
}
