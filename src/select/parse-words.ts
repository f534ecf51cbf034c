import { type Diagnostic, DvtError } from '../core/errors.js';
import { parseCriterion } from './criterion.js';
import type { Specification } from './specification.js';

/** The words of `--select` or `--exclude`: unions by blanks, intersections by commas. Mistakes are added to `found`. */
export function parseWords(words: readonly string[], found: Diagnostic[]): Specification[] {
  const parts: Specification[] = [];
  for (const word of words.flatMap((text) => text.split(/\s+/)).filter((text) => text !== '')) {
    try {
      parts.push(parseWord(word));
    } catch (error) {
      if (!(error instanceof DvtError)) throw error;
      found.push(...error.diagnostics);
    }
  }
  return parts;
}

function parseWord(word: string): Specification {
  const parts = word.split(',').map((text) => ({ kind: 'criterion' as const, criterion: parseCriterion(text) }));
  return parts.length === 1 ? parts[0]! : { kind: 'intersection', parts };
}
