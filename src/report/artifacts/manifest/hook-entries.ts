interface HookEntry {
  readonly sql: string;
  readonly transaction: boolean;
  readonly index: number | null;
}

/** Hooks as `manifest.json` has them, whatever form they were written in: a text, a mapping, a list of both. */
export function hookEntries(written: unknown): readonly HookEntry[] {
  if (written === undefined || written === null) return [];
  return (Array.isArray(written) ? written : [written]).map((hook) => {
    if (typeof hook === 'string') return { sql: hook, transaction: true, index: null };
    const { sql, transaction } = hook as { readonly sql?: unknown; readonly transaction?: unknown };
    return { sql: String(sql ?? ''), transaction: transaction !== false, index: null };
  });
}
