import type { Dialect } from '../spi/dialect.js';
import type { Local } from '../spi/predicate.js';
import type { PushdownMode } from '../spi/pushdown.js';

const OFF: Local = { class: 'local', reason: 'pushdown: off' };

/** A dialect that computes no more than it is allowed to. */
export function limitedDialect(dialect: Dialect, mode: PushdownMode): Dialect {
  if (mode === 'blocks') return dialect;
  const { blocks: _, ...filters } = dialect;
  if (mode === 'filters') return filters;
  const { maxKeys: __, ...bare } = filters;
  return { ...bare, pushdown: () => OFF, expression: () => OFF, forms: null };
}
