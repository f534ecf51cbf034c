import type { QueryAnalyzer } from '../spi/engine.js';
import type { DescribedInput } from './described-inputs.js';

const SYNTAX = /\b(semi|anti)\s+join\b/i;

interface Named {
  readonly catalog_name: string;
  readonly schema_name: string;
  readonly table_name: string;
}

/**
 * Relations of which every column must be fetched. Where DuckDB (1.5.5) puts the right side of a SEMI JOIN or an ANTI JOIN
 * first, it computes all columns of that side, needed or not; over empty stubs it has no reason to do so, and the plan does
 * not tell. IN and EXISTS, which become such joins, say themselves which columns they need.
 */
export async function unprunedRelations(
  sql: string,
  inputs: readonly DescribedInput[],
  analyzer: QueryAnalyzer,
): Promise<ReadonlySet<DescribedInput>> {
  if (!SYNTAX.test(sql)) return new Set();
  const tree = await analyzer.parseQuery(sql);
  if (tree === null) return new Set(inputs);
  const found = new Set<DescribedInput>();
  for (const name of namesOnTheRight(tree)) {
    const named = inputs.filter(({ input }) => isNamed(input.federated, name));
    // A common table: what it reads may be anything of the query.
    for (const one of named.length === 0 ? inputs : named) found.add(one);
  }
  return found;
}

function namesOnTheRight(tree: unknown): Named[] {
  if (tree === null || typeof tree !== 'object') return [];
  const { type, join_type: kind, right } = tree as Readonly<Record<string, unknown>>;
  const own = type === 'JOIN' && (kind === 'SEMI' || kind === 'ANTI') ? names(right) : [];
  return [...own, ...Object.values(tree).flatMap(namesOnTheRight)];
}

function names(tree: unknown): Named[] {
  if (tree === null || typeof tree !== 'object') return [];
  if ((tree as Readonly<Record<string, unknown>>)['type'] === 'BASE_TABLE') return [tree as Named];
  return Object.values(tree).flatMap(names);
}

function isNamed({ catalog, schema, identifier }: DescribedInput['input']['federated'], name: Named): boolean {
  const same = (a: string, b: string) => a.toLowerCase() === b.toLowerCase();
  return same(catalog, name.catalog_name) && same(schema, name.schema_name) && same(identifier, name.table_name);
}
