import type { Position } from './position.js';

const LINES_AROUND = 2;
const WIDEST_LINE = 160;

/** The lines around a position with the place underlined, or '' where the position lies outside the text. */
export function codeFrame(text: string, at: Position & { readonly length?: number }): string {
  const lines = text.split(/\r?\n/);
  if (at.line < 1 || at.line > lines.length) return '';
  const first = Math.max(1, at.line - LINES_AROUND);
  const last = Math.min(lines.length, at.line + LINES_AROUND);
  const gutter = String(last).length;
  const frame: string[] = [];
  for (let number = first; number <= last; number++) {
    const line = lines[number - 1] ?? '';
    const marker = number === at.line ? '>' : ' ';
    // A one-line file of megabytes must not fill the terminal: show the part around the place.
    const shift = number === at.line ? Math.max(0, at.column - WIDEST_LINE / 2) : 0;
    frame.push(`${marker} ${String(number).padStart(gutter)} | ${line.slice(shift, shift + WIDEST_LINE)}`.trimEnd());
    if (number === at.line) {
      const before = line.slice(shift, at.column - 1).replace(/[^\t]/g, ' ');
      const extent = Math.max(
        1,
        Math.min(at.length ?? 1, line.length - at.column + 1, shift + WIDEST_LINE - at.column + 1),
      );
      frame.push(`  ${' '.repeat(gutter)} | ${before}${'^'.repeat(extent)}`);
    }
  }
  return frame.join('\n');
}
