/** A statement of a hook as macros get it. */
export interface Hook {
  readonly sql: string;
  /** runs inside of the transaction of its node */
  readonly transaction: boolean;
  readonly index: number | null;
}

/** The hooks of a node's configs, which the parse pass brought into dbt's form. */
export function hooksOf(raw: Readonly<Record<string, unknown>>, moment: 'pre-hook' | 'post-hook'): readonly Hook[] {
  const given = raw[moment] ?? raw[moment.replace('-', '_')] ?? [];
  return (Array.isArray(given) ? given : [given]).map((hook): Hook => {
    if (typeof hook !== 'object' || hook === null) return { sql: String(hook), transaction: true, index: null };
    const { sql, transaction, index } = hook as Readonly<Record<string, unknown>>;
    return { sql: String(sql), transaction: transaction !== false, index: typeof index === 'number' ? index : null };
  });
}
