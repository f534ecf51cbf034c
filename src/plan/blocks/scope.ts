import type { Dialect } from '../../spi/dialect.js';
import type { ExpressionTree } from '../../spi/engine.js';
import type { DescribedInput } from '../described-inputs.js';
import type { SourceColumn } from '../source-columns.js';
import { columnNames } from './query-tree.js';

/** A relation of a connection with its columns as federated SQL names them. */
export interface KnownRelation {
  readonly described: DescribedInput;
  readonly columns: readonly SourceColumn[];
  /** of its source, as far as the source may be asked */
  readonly dialect: Dialect;
}

/** Finds the relation of a federated name; null where the query's inputs have none. */
export type RelationLookup = (name: {
  readonly catalog: string;
  readonly schema: string;
  readonly identifier: string;
}) => KnownRelation | null;

/** A relation of a FROM clause. */
export interface ScopeRelation extends KnownRelation {
  /** by which the query names it */
  readonly alias: string;
  /** by which the block's SQL names it, unique in the block */
  readonly qualifier: string;
}

/** A column of one of them. */
export interface ScopeColumn {
  readonly relation: ScopeRelation;
  readonly index: number;
  readonly column: SourceColumn;
}

/** The names that the expressions of one select may use. */
export class Scope {
  readonly relations: readonly ScopeRelation[];
  /** columns that a USING merged, by their lower-case names: the left one is meant */
  readonly #merged: ReadonlyMap<string, ScopeColumn>;
  /** names of the select list, which DuckDB finds where no column has them */
  readonly #labels: ReadonlySet<string>;

  constructor(
    relations: readonly ScopeRelation[],
    merged: ReadonlyMap<string, ScopeColumn> = new Map(),
    labels: ReadonlySet<string> = new Set(),
  ) {
    this.relations = relations;
    this.#merged = merged;
    this.#labels = labels;
  }

  /** The column that an expression is; null where it is none, or one that cannot be told for certain. */
  column(expression: ExpressionTree): ScopeColumn | null {
    const names = columnNames(expression);
    return names === null ? null : this.named(names);
  }

  named(names: readonly string[]): ScopeColumn | null {
    const name = names.at(-1)!;
    const merged = names.length === 1 ? this.#merged.get(name.toLowerCase()) : undefined;
    if (merged !== undefined) return merged;
    const found = this.relations
      .filter((relation) => isNamed(relation, names.slice(0, -1)))
      .flatMap((relation) => columnsNamed(relation, name));
    return found.length === 1 && found[0]!.column.clash === null && !found[0]!.column.scan.cast ? found[0]! : null;
  }

  /** Whether a name means an entry of the select list as well. */
  isLabel(name: string): boolean {
    return this.#labels.has(name.toLowerCase());
  }
}

function isNamed({ alias, described }: ScopeRelation, qualifiers: readonly string[]): boolean {
  if (qualifiers.length === 0) return true;
  const { catalog, schema, identifier } = described.input.federated;
  const full = same(alias, identifier) ? [catalog, schema, alias] : [alias];
  return (
    qualifiers.length <= full.length && qualifiers.every((level, i) => same(level, full.at(i - qualifiers.length)!))
  );
}

function columnsNamed(relation: ScopeRelation, name: string): ScopeColumn[] {
  return relation.columns.flatMap((column, index) => (same(column.name, name) ? [{ relation, index, column }] : []));
}

/** Names are compared as DuckDB does it: without the case of ASCII letters. */
export function same(a: string, b: string): boolean {
  return lower(a) === lower(b);
}

export function lower(name: string): string {
  return name.replace(/[A-Z]/g, (letter) => letter.toLowerCase());
}
