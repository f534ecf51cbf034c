import type { ExpressionTree } from '../../spi/engine.js';
import { type CommonTable, conjuncts, type TableTree } from './query-tree.js';
import {
  type KnownRelation,
  lower,
  type RelationLookup,
  Scope,
  type ScopeColumn,
  type ScopeRelation,
} from './scope.js';

/** A FROM clause of inner joins: its members, and the conditions that hold between them. */
export interface FromClause {
  readonly members: readonly FromMember[];
  readonly conditions: readonly ExpressionTree[];
  /** pairs of columns that a USING makes equal */
  readonly equal: readonly (readonly [ScopeColumn, ScopeColumn])[];
  readonly merged: ReadonlyMap<string, ScopeColumn>;
}

/** A relation of a connection, or outer joins of several of one. */
export type FromMember =
  | { readonly kind: 'relation'; readonly tree: TableTree; readonly relation: ScopeRelation }
  | {
      readonly kind: 'left join';
      readonly tree: TableTree;
      readonly left: FromMember;
      readonly right: FromMember;
      readonly on: readonly ExpressionTree[];
    };

/** Finds relations, and numbers those of a block. */
export interface FromReader {
  readonly find: RelationLookup;
  /** names that stand for common tables here, and so for no relation */
  readonly commonTables: ReadonlySet<string>;
  next(): string;
}

/** Reads a FROM clause; null where it has something whose columns are not known, or another kind of join. */
export function readFrom(tree: TableTree, reader: FromReader): FromClause | null {
  if (tree['sample'] != null) return null;
  if (tree.type === 'BASE_TABLE') {
    const relation = baseTable(tree, reader);
    if (relation === null) return null;
    return { members: [{ kind: 'relation', tree, relation }], conditions: [], equal: [], merged: new Map() };
  }
  return tree.type === 'JOIN' ? join(tree, reader) : null;
}

export function relationsOf(member: FromMember): readonly ScopeRelation[] {
  return member.kind === 'relation' ? [member.relation] : [...relationsOf(member.left), ...relationsOf(member.right)];
}

function baseTable(tree: TableTree, reader: FromReader): ScopeRelation | null {
  const {
    catalog_name: catalog,
    schema_name: schema,
    table_name: identifier,
  } = tree as unknown as Record<string, string>;
  if ((tree['column_name_alias'] as readonly string[]).length > 0 || tree['at_clause'] != null) return null;
  if (catalog === '' && schema === '' && reader.commonTables.has(lower(identifier!))) return null;
  const known: KnownRelation | null = reader.find({ catalog: catalog!, schema: schema!, identifier: identifier! });
  if (known === null) return null;
  return { ...known, alias: tree.alias === '' ? identifier! : tree.alias, qualifier: reader.next() };
}

function join(tree: TableTree, reader: FromReader): FromClause | null {
  const left = readFrom(tree['left'] as TableTree, reader);
  const right = left === null ? null : readFrom(tree['right'] as TableTree, reader);
  if (left === null || right === null) return null;
  const using = tree['using_columns'] as readonly string[];
  const on = conjuncts(tree['condition'] as ExpressionTree | null);
  const isInner = tree['join_type'] === 'INNER' && (tree['ref_type'] === 'REGULAR' || tree['ref_type'] === 'CROSS');
  if (isInner) return inner(left, right, on, using);
  if (tree['join_type'] !== 'LEFT' || tree['ref_type'] !== 'REGULAR' || using.length > 0) return null;
  if (left.members.length !== 1 || right.members.length !== 1 || right.conditions.length > 0) return null;
  return {
    members: [{ kind: 'left join', tree, left: left.members[0]!, right: right.members[0]!, on }],
    conditions: left.conditions,
    equal: left.equal,
    merged: left.merged,
  };
}

function inner(
  left: FromClause,
  right: FromClause,
  on: readonly ExpressionTree[],
  using: readonly string[],
): FromClause | null {
  const merged = new Map([...right.merged, ...left.merged]);
  const equal: (readonly [ScopeColumn, ScopeColumn])[] = [...left.equal, ...right.equal];
  for (const name of using) {
    const pair = [left, right].map((side) => scopeOf(side).named([name]));
    if (pair[0] == null || pair[1] == null) return null;
    equal.push([pair[0], pair[1]]);
    merged.set(lower(name), pair[0]);
  }
  return {
    members: [...left.members, ...right.members],
    conditions: [...left.conditions, ...right.conditions, ...on],
    equal,
    merged,
  };
}

/** The names that a FROM clause gives. */
export function scopeOf({ members, merged }: FromClause, labels: ReadonlySet<string> = new Set()): Scope {
  return new Scope(members.flatMap(relationsOf), merged, labels);
}

/** Lower-case names of common tables. */
export function commonTableNames(tables: readonly CommonTable[]): ReadonlySet<string> {
  return new Set(tables.map(({ key }) => lower(key)));
}
