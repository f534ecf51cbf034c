import { string } from '../dialect/quote.js';
import { parseType } from '../types/parse-type.js';

/** Character sets all of whose bytes are characters of Unicode. A lone surrogate of UCS-2 arrives as invalid UTF-8. */
const COMPLETE = /^(utf8|utf8mb3|utf8mb4|utf16|utf16le|utf32|ucs2|latin1|latin2)_/;

/**
 * A text column (`name` is quoted) whose character set has holes: its own bytes where the server would send a `?` in
 * place of one, after a byte that is no UTF-8, so that the reader refuses the value and shows it. Null where the server
 * converts every text.
 */
export function losslessText(nativeType: string, name: string): string | null {
  const { collation } = parseType(nativeType);
  if (collation === null || COMPLETE.test(collation)) return null;
  const charset = collation.slice(0, collation.indexOf('_'));
  const converted = `convert(${name} using utf8mb4)`;
  const marks = (text: string) => `char_length(${text}) - char_length(replace(${text}, '?', ''))`;
  const isLossy = `locate('?', ${converted}) > 0 and ${marks(converted)} <> ${marks(name)}`;
  return `if(${isLossy}, concat(x'ff', ${string(`not text in ${charset}: 0x`)}, hex(${name})), cast(${converted} as binary))`;
}
