import { valueError } from '../errors.js';

/** `text.split(separator, most)` of Python: at white space without a separator; `most` below zero is no limit. */
export function splitText(text: string, separator: string | null, most: number): string[] {
  if (separator === null) return splitAtSpace(text, most);
  if (separator === '') throw valueError('empty separator');
  const parts = text.split(separator);
  if (most < 0 || parts.length <= most + 1) return parts;
  return [...parts.slice(0, most), parts.slice(most).join(separator)];
}

/** `text.rsplit(separator, most)`: as `splitText`, counted from the end. */
export function splitTextFromEnd(text: string, separator: string | null, most: number): string[] {
  if (separator === null) return splitAtSpaceFromEnd(text, most);
  const parts = splitText(text, separator, -1);
  if (most < 0 || parts.length <= most + 1) return parts;
  const kept = parts.length - most;
  return [parts.slice(0, kept).join(separator), ...parts.slice(kept)];
}

function splitAtSpace(text: string, most: number): string[] {
  let rest = text.trimStart();
  const parts: string[] = [];
  while (rest !== '' && (most < 0 || parts.length < most)) {
    const space = /\s+/.exec(rest);
    if (space === null) break;
    parts.push(rest.slice(0, space.index));
    rest = rest.slice(space.index + space[0].length);
  }
  return rest === '' ? parts : [...parts, rest];
}

function splitAtSpaceFromEnd(text: string, most: number): string[] {
  let rest = text.trimEnd();
  const parts: string[] = [];
  while (rest !== '' && (most < 0 || parts.length < most)) {
    const space = /^([\s\S]*\s)(\S+)$/.exec(rest);
    if (space === null) break;
    parts.unshift(space[2]!);
    rest = space[1]!.trimEnd();
  }
  return rest === '' ? parts : [rest, ...parts];
}

/** `text.splitlines()` of Python. */
export function splitLines(text: string, keepEnds: boolean): string[] {
  const lines =
    text.match(/[^\n\r\v\f\x1c-\x1e\x85\u2028\u2029]*(?:\r\n|[\n\r\v\f\x1c-\x1e\x85\u2028\u2029]|$)/g) ?? [];
  if (lines.at(-1) === '') lines.pop();
  return keepEnds ? lines : lines.map((line) => line.replace(/(?:\r\n|[\n\r\v\f\x1c-\x1e\x85\u2028\u2029])$/, ''));
}

/** `text.strip(characters)` and its one-sided variants; null strips white space. */
export function stripText(text: string, characters: string | null, side: 'both' | 'left' | 'right'): string {
  if (characters === null) {
    if (side === 'both') return text.trim();
    return side === 'left' ? text.trimStart() : text.trimEnd();
  }
  const dropped = new Set(Array.from(characters));
  const letters = Array.from(text);
  let start = 0;
  let end = letters.length;
  if (side !== 'right') while (start < end && dropped.has(letters[start]!)) start++;
  if (side !== 'left') while (end > start && dropped.has(letters[end - 1]!)) end--;
  return letters.slice(start, end).join('');
}
