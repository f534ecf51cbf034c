import type { ExpressionTree } from '../../spi/engine.js';

/** Positions of the columns of a stub that a condition names; null where a part of it is not known, or names something else. */
export function columnsIn(tree: ExpressionTree, token: string): ReadonlySet<number> | null {
  const found = new Set<number>();
  const isKnown = (part: unknown): boolean => {
    if (Array.isArray(part)) return part.every(isKnown);
    if (typeof part !== 'object' || part === null) return true;
    const { class: kind, column_names: names } = part as Partial<ExpressionTree>;
    if (kind === 'UNKNOWN' || kind === 'UNREADABLE' || kind === 'SUBQUERY') return false;
    if (kind !== 'COLUMN_REF') return Object.values(part).every(isKnown);
    const [name, ...more] = names as readonly string[];
    const index = name?.startsWith(`${token}_`) === true ? Number(name.slice(token.length + 1)) : Number.NaN;
    if (more.length > 0 || !Number.isSafeInteger(index)) return false;
    found.add(index);
    return true;
  };
  return isKnown(tree) ? found : null;
}
