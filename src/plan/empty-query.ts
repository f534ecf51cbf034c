import { DvtError } from '../core/errors.js';
import type { CompiledNode } from '../spi/compiled.js';

/** Materializations of dvt's own, which make a relation or a count of a query. */
const OF_A_QUERY: ReadonlySet<string> = new Set(
  'table view incremental ephemeral materialized_view snapshot test'.split(' '),
);

/**
 * Throws DVT2115 where there is no query to run, or an ephemeral model in it gives none: a database would call that an error
 * of syntax. A materialization of the project's own may do without.
 */
export function refuseEmpty({ node, withoutSql }: CompiledNode): void {
  const [empty] = withoutSql;
  if (empty === undefined) return;
  if (empty === node && node.route.kind === 'in place' && !OF_A_QUERY.has(node.config.materialized)) return;
  throw new DvtError({
    code: 'DVT2115',
    message: `The ${empty.kind} ${empty.name} is empty: its template gives no SQL.`,
    location: { path: empty.path, line: 1, column: 1 },
    hint: `A ${empty.kind} is one select${empty === node ? '' : `, and ${node.name} reads it`}.`,
  });
}
