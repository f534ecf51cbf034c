import { isMapping } from '../properties/property-reader.js';

/** A statement of `pre-hook` or `post-hook`, as dbt's manifest has it. */
interface Hook {
  readonly sql: string;
  /** runs inside of the transaction of its node */
  readonly transaction: boolean;
  readonly index: number | null;
}

/**
 * The hooks of one `pre-hook` or `post-hook`: a text, a mapping, or a list of these. `before_begin(...)` of dbt gives the
 * text of a JSON object, which is read as the mapping.
 */
export function hooksOf(value: unknown): readonly Hook[] {
  if (value === null || value === undefined) return [];
  return (Array.isArray(value) ? value : [value]).map(hookOf);
}

function hookOf(value: unknown): Hook {
  const hook = typeof value === 'string' ? parsed(value) : value;
  if (!isMapping(hook)) return { sql: String(hook), transaction: true, index: null };
  const index = hook['index'];
  return {
    sql: String(hook['sql'] ?? ''),
    transaction: hook['transaction'] !== false,
    index: typeof index === 'number' ? index : null,
  };
}

function parsed(text: string): unknown {
  if (!/^\s*\{\s*"/.test(text)) return text;
  try {
    const value: unknown = JSON.parse(text);
    return isMapping(value) && 'sql' in value ? value : text;
  } catch {
    return text;
  }
}
