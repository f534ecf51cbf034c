import type { Diagnostic } from '../core/errors.js';
import type { Location } from '../core/position.js';
import type { Style } from './style.js';

/** Lines of one mistake: code and message, the place, the code around it, further places, the next step. */
export function diagnosticLines(
  diagnostic: Diagnostic,
  style: Style,
  severity: 'error' | 'warning' = 'error',
): readonly string[] {
  const mark = severity === 'error' ? style.red : style.yellow;
  const [first = '', ...rest] = diagnostic.message.split('\n');
  const lines = [`${style.bold(mark(diagnostic.code))} ${first}`, ...rest.map((line) => `  ${line}`)];
  if (diagnostic.location) lines.push(`  ${style.cyan(placeText(diagnostic.location))}`);
  for (const line of diagnostic.frame?.split('\n') ?? []) lines.push(`  ${frameLine(line, style, mark)}`);
  for (const { message, location } of diagnostic.related ?? []) {
    lines.push(`  ${message}${location ? ` ${style.cyan(placeText(location))}` : ''}`);
  }
  if (diagnostic.hint) {
    const [hint = '', ...more] = diagnostic.hint.split('\n');
    lines.push(`  ${style.green('Hint:')} ${hint}`, ...more.map((line) => `        ${line}`));
  }
  return lines;
}

/** `models/orders.sql:3:14`, which editors and terminals make a link of */
function placeText({ path, line, column }: Location): string {
  return `${path}:${line}:${column}`;
}

function frameLine(line: string, style: Style, mark: (text: string) => string): string {
  if (line.startsWith('>')) return `${mark('>')}${line.slice(1)}`;
  return /^\s*\|\s*\^+$/.test(line) ? line.replace(/\^+$/, (carets) => mark(carets)) : style.dim(line);
}
