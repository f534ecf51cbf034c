import { typeName } from '../../core/type-name.js';
import type { ColumnType } from '../../spi/column-type.js';
import type { ExpressionTree } from '../../spi/engine.js';
import { toConstant } from '../predicate/constant.js';

/** Constants of one type that are tried, and how the one that is found is written; all in the engine's SQL. */
export interface Candidates {
  readonly values: readonly string[];
  constant(text: string | null): string;
}

/** Literals of a condition that are tried; of a long list the first ones do. */
const MOST_LITERALS = 8;

const NUMBER = { usual: ['0', '1', '2'], near: (value: string) => [-1, 1, -2, 2].map((step) => `${value} + ${step}`) };
const INSTANT = {
  usual: ["'2000-01-01'", "'2000-01-02'", "'2000-01-03'"],
  near: (value: string) => [-1, 1, -2, 2].map((days) => `${value} + to_days(${days})`),
};

/** Values that conditions tend to be true for, and those beside a literal, by kinds of types. */
const KINDS: Readonly<
  Record<string, { readonly usual: readonly string[]; readonly near: (value: string) => readonly string[] }>
> = {
  ...Object.fromEntries(
    ['int8', 'int16', 'int32', 'int64', 'hugeint', 'uint8', 'uint16', 'uint32', 'uint64', 'decimal'].map((kind) => [
      kind,
      NUMBER,
    ]),
  ),
  float32: NUMBER,
  float64: NUMBER,
  boolean: { usual: ['true', 'false'], near: () => [] },
  date: INSTANT,
  timestamp: INSTANT,
  timestamptz: INSTANT,
  // A pattern without its wildcards is a text that it matches.
  varchar: { usual: ["''", "'a'"], near: (value) => [`replace(replace(${value}, '%', ''), '_', 'a')`] },
};

/** What may stand for a column of a type under conditions; null for a type of which nothing is tried. */
export function candidates(type: ColumnType, conditions: readonly ExpressionTree[]): Candidates | null {
  const kind = KINDS[type.kind];
  if (kind === undefined) return null;
  const name = typeName(type);
  const literals = literalsIn(conditions).slice(0, MOST_LITERALS);
  const own = literals.map((literal) => `try_cast(${literal} as ${name})`);
  const near = own.flatMap((value) => kind.near(value).map((next) => `try(try_cast(${next} as ${name}))`));
  const usual = kind.usual.map((value) => `${value}::${name}`);
  return {
    values: [...new Set([...own, ...usual, ...near, `null::${name}`])],
    constant: (text) => (text === null ? `null::${name}` : `${quoted(text)}::${name}`),
  };
}

/** Constants that occur in conditions, as text. */
function literalsIn(conditions: readonly ExpressionTree[]): string[] {
  const found = new Set<string>();
  const visit = (part: unknown): void => {
    if (Array.isArray(part)) for (const one of part) visit(one);
    else if (typeof part === 'object' && part !== null) {
      const { class: kind } = part as Partial<ExpressionTree>;
      const value = kind === 'CONSTANT' ? toConstant(part as ExpressionTree)?.value : null;
      if (value != null) found.add(quoted(value));
      for (const value of Object.values(part)) visit(value);
    }
  };
  visit(conditions);
  return [...found];
}

function quoted(text: string): string {
  return `'${text.replaceAll("'", "''")}'`;
}
