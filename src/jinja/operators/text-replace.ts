import type { Budget } from '../budget.js';

/** `text.replace(old, replacement, most)` of Python; `most` below zero is no limit. */
export function replaceText(text: string, old: string, replacement: string, most: number, budget: Budget): string {
  const parts = old === '' ? ['', ...Array.from(text), ''] : text.split(old);
  const times = Math.min(parts.length - 1, most < 0 ? Number.POSITIVE_INFINITY : most);
  budget.text(text.length + times * (replacement.length - old.length));
  if (times === parts.length - 1) return parts.join(replacement);
  return parts.slice(0, times + 1).join(replacement) + old + parts.slice(times + 1).join(old);
}
