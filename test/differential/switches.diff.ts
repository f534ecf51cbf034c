import { differential } from './differential.js';
import type { Kind, Step } from './suite.js';

const KINDS = ['table', 'view', 'incremental', 'incremental', 'view', 'table', 'incremental', 'ephemeral', 'table'];

const as = (kind: string, ...more: readonly string[]): Step => ({
  args: ['run', '--vars', `{kind: ${kind}}`, ...more],
});

function steps(database: Kind): readonly Step[] {
  if (database === 'duckdb') return [...KINDS.map((kind) => as(kind)), as('view', '--full-refresh')];
  return [
    ...KINDS.map((kind) => as(kind)),
    as('materialized_view'),
    as('table'),
    as('materialized_view'),
    as('view', '--full-refresh'),
    as('materialized_view'),
    as('incremental'),
  ];
}

differential({ project: 'switches', steps });
