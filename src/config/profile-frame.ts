import { codeFrame } from '../core/code-frame.js';
import type { Location } from '../core/position.js';

const MASK = '****';

/** Keys whose values may be shown; the value of any other key, a mistyped `pasword` among them, may be a secret. */
const SHOWN = new Set(
  `adapter type target outputs host hostname server port user username database dbname schema threads path account
  warehouse role sslmode method catalog project dataset region max_connections`.split(/\s+/),
);

const ENTRY = /(["']?)([\w.-]+)\1:\s+("(?:[^"\\]|\\.)*"?|'(?:[^']|'')*'?|(?![{[])[^,}\]\s#][^,}\]]*)/g;
const TEMPLATE = /^(["'])\{\{[^,]*\}\}\1$/;

/** The code frame of a place in `profiles.yml`, without the values that may be secret. */
export function profileFrame(text: string, location: Location): string {
  let column = location.column;
  const lines = text.split(/\r?\n/).map((line, index) => {
    if (!/:(\s|$)/.test(line))
      return line.trim() === '' || line.trim().startsWith('#') ? line : `${indent(line)}${MASK}`;
    return line.replace(ENTRY, (whole: string, _quote: string, key: string, value: string, offset: number) => {
      if (SHOWN.has(key) || TEMPLATE.test(value.trim())) return whole;
      const end = offset + whole.length;
      if (index + 1 === location.line && location.column > end) column += MASK.length - value.length;
      return whole.slice(0, whole.length - value.length) + MASK;
    });
  });
  return codeFrame(lines.join('\n'), { ...location, column });
}

function indent(line: string): string {
  return line.slice(0, line.length - line.trimStart().length);
}
