const SURROGATE = /[\ud800-\udfff]/;

/** The characters of a text as Python counts them: code points. */
export function characters(text: string): string[] {
  return SURROGATE.test(text) ? Array.from(text) : text.split('');
}

/** The number of code points. */
export function textLength(text: string): number {
  return SURROGATE.test(text) ? Array.from(text).length : text.length;
}

/** Upper case for the first character and lower case for the rest. */
export function capitalize(text: string): string {
  const [first = ''] = characters(text);
  return first.toUpperCase() + text.slice(first.length).toLowerCase();
}
