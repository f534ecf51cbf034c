import type { Dialect } from '../../spi/dialect.js';
import { BlockExpressions } from './block-expressions.js';
import { type FromClause, type FromReader, readFrom, relationsOf, scopeOf } from './from-clause.js';
import type { SelectTree } from './query-tree.js';
import type { Scope } from './scope.js';
import { labelsOf } from './select-shape.js';

/** A select whose relations are all known. */
export interface ReadSelect {
  readonly tree: SelectTree;
  readonly from: FromClause;
  readonly scope: Scope;
}

/** The part of a select's FROM that one source could read, with what is needed to write it in that source's SQL. */
export interface BlockSite {
  readonly tree: SelectTree;
  /** names of the whole select */
  readonly scope: Scope;
  /** the part */
  readonly from: FromClause;
  readonly connection: string;
  readonly dialect: Dialect;
  readonly expressions: BlockExpressions;
  /** of the select's result, as DuckDB names its columns */
  readonly names: readonly string[];
}

export function readSelect(tree: SelectTree, reader: FromReader): ReadSelect | null {
  const from = tree.sample == null ? readFrom(tree.from_table, reader) : null;
  return from === null ? null : { tree, from, scope: scopeOf(from, labelsOf(tree)) };
}

/** Connections of a select's relations, each once. */
export function connectionsOf({ from }: Pick<ReadSelect, 'from'>): readonly string[] {
  return [...new Set(from.members.flatMap(relationsOf).map(({ described }) => described.input.connection))];
}

/** The site of a block that reads `from`, all of which is on one connection; null where that runs no blocks. */
export function blockSite({ tree, scope }: ReadSelect, from: FromClause, names: readonly string[]): BlockSite | null {
  const relations = from.members.flatMap(relationsOf);
  const [first] = relations;
  if (first === undefined || relations.some(({ dialect }) => dialect.blocks === undefined)) return null;
  const { dialect, described } = first;
  const expressions = new BlockExpressions(scope, new Set(relations), dialect, dialect.blocks!);
  return { tree, scope, from, connection: described.input.connection, dialect, expressions, names };
}
