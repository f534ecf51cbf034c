/**
 * What a source is asked to compute of a federated query: nothing (every row of the columns in use is fetched), filters
 * and keys, or whole blocks of the query as well. `pushdown:` in the project, a source or a model.
 */
export type PushdownMode = 'off' | 'filters' | 'blocks';

/** From the least to the most. */
export const PUSHDOWN_MODES: readonly PushdownMode[] = ['off', 'filters', 'blocks'];
