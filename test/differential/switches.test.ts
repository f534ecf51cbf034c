import { differential } from './differential.js';
import type { Kind, Step } from './suite.js';

const KINDS = ['table', 'view', 'incremental', 'incremental', 'view', 'table', 'incremental', 'ephemeral', 'table'];

const as = (kind: string, ...more: readonly string[]): Step => ({
  args: ['run', '--vars', `{kind: ${kind}}`, ...more],
});

/** Where a relation becomes a materialized view, or stops being one, the two differ. */
const FROM_NOTHING = 'drop schema dev cascade';

function steps(database: Kind): readonly Step[] {
  if (database === 'duckdb') return [...KINDS.map((kind) => as(kind)), as('view', '--full-refresh')];
  return [
    ...KINDS.map((kind) => as(kind)),
    { ...as('materialized_view'), sql: FROM_NOTHING },
    // dbt drops them with the table that they read, when that is replaced, and makes them anew.
    as('materialized_view', '--exclude', 'base'),
    as('materialized_view', '--full-refresh'),
    { ...as('incremental'), sql: FROM_NOTHING },
  ];
}

differential({ project: 'switches', steps });
