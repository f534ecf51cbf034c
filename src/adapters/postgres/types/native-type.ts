/** A type's name as `format_type` spells it, taken apart. */
export interface NativeType {
  /** without modifiers: `timestamp without time zone`, `character varying`, `public.mood` */
  readonly base: string;
  /** the modifiers' numbers: [15, 2] of `numeric(15,2)` */
  readonly modifiers: readonly number[];
  readonly array: boolean;
}

/** Takes apart what `format_type` printed with only pg_catalog on the search path: user types are qualified there. */
export function parseNativeType(spelling: string): NativeType {
  const array = spelling.endsWith('[]');
  const element = array ? spelling.slice(0, -2) : spelling;
  if (/^interval\b/.test(element)) return { base: 'interval', modifiers: [], array };
  const match = /^([^("]+|"char")\(([-\d, ]+)\)(.*)$/.exec(element);
  if (!match) return { base: element, modifiers: [], array };
  return { base: match[1]! + match[3]!, modifiers: match[2]!.split(',').map(Number), array };
}
