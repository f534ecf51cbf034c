const ANSI = /\x1b\[[0-9;?]*[A-Za-z]/g;
const COMBINING = /\p{Mark}|\u200b|\u200d|\ufe0f/u;

/** Columns that a text takes on a terminal; East Asian and emoji characters take two. */
export function displayWidth(text: string): number {
  let width = 0;
  for (const character of text.replace(ANSI, '')) width += characterWidth(character);
  return width;
}

/** The beginning of a text without ANSI codes that fits into `columns`, with `…` where something was cut off. */
export function truncated(text: string, columns: number): string {
  if (displayWidth(text) <= columns) return text;
  let kept = '';
  let width = 0;
  for (const character of text) {
    width += characterWidth(character);
    if (width > columns - 1) break;
    kept += character;
  }
  return columns < 1 ? '' : `${kept}…`;
}

/** A text without ANSI codes in lines that fit into `columns`, broken behind blanks where there are any. */
export function wrapped(text: string, columns: number): string[] {
  return text.split('\n').flatMap((line) => wrappedLine(line, Math.max(1, columns)));
}

function wrappedLine(text: string, columns: number): string[] {
  const lines: string[] = [];
  let line = '';
  for (const word of text.split(/(?<= )(?! )/)) {
    if (line !== '' && displayWidth(line + word.trimEnd()) > columns) {
      lines.push(line.trimEnd());
      line = '';
    }
    line += word;
    while (displayWidth(line.trimEnd()) > columns) {
      const first = beginning(line, columns);
      lines.push(first);
      line = line.slice(first.length);
    }
  }
  return [...lines, line];
}

/** The first characters that fit; one at least. */
function beginning(text: string, columns: number): string {
  let kept = '';
  for (const character of text) {
    if (kept !== '' && displayWidth(kept + character) > columns) break;
    kept += character;
  }
  return kept;
}

function characterWidth(character: string): number {
  const code = character.codePointAt(0)!;
  if (code < 0x20 || COMBINING.test(character)) return 0;
  const wide =
    (code >= 0x1100 && code <= 0x115f) ||
    (code >= 0x2e80 && code <= 0xa4cf) ||
    (code >= 0xac00 && code <= 0xd7a3) ||
    (code >= 0xf900 && code <= 0xfaff) ||
    (code >= 0xfe30 && code <= 0xfe6f) ||
    (code >= 0xff00 && code <= 0xff60) ||
    (code >= 0xffe0 && code <= 0xffe6) ||
    (code >= 0x1f300 && code <= 0x1faff) ||
    (code >= 0x20000 && code <= 0x3fffd);
  return wide ? 2 : 1;
}
