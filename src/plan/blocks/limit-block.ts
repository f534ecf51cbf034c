import type { ExpressionTree } from '../../spi/engine.js';
import type { BlockColumn, BlockDraft } from './block-draft.js';
import type { BlockSite } from './block-site.js';
import { fromSql } from './block-sql.js';
import { relationsOf } from './from-clause.js';
import { columnRef, conjuncts, named, type SelectTree, type TableTree } from './query-tree.js';
import { blockColumn, modifiersOver, NotReplaceable, over, type Replace } from './replacement.js';
import { isScalar } from './scalar-functions.js';
import type { ScopeColumn } from './scope.js';
import { determined, type Top, topOf } from './total-order.js';

/**
 * The first rows of a select without grouping, where its ORDER BY leaves no choice: it includes a key of every relation,
 * and the source orders its columns like DuckDB.
 */
export function limitBlock(select: BlockSite): BlockDraft | null {
  const { tree, scope, from, expressions, dialect, connection } = select;
  const top = topOf(select);
  if (top === null || tree.qualify !== null || tree.modifiers.some(({ type }) => type === 'DISTINCT_MODIFIER'))
    return null;
  const order = top.terms.length === 0 ? null : orderSql(select, top);
  const source = order === null ? null : fromSql(from, [...conjuncts(tree.where_clause)], expressions, dialect);
  if (source === null || !tree.select_list.every(isScalar)) return null;
  const columns = new FetchedColumns(select);
  try {
    const replaced = (block: TableTree): SelectTree => {
      const replace = columns.replaceOver(block);
      const items = expanded(tree.select_list, select);
      return {
        ...tree,
        select_list: items.map((item, index) => named(over(item, scope, replace), select.names[index]!)),
        from_table: block,
        where_clause: null,
        modifiers: modifiersOver(tree.modifiers, scope, replace),
      };
    };
    replaced({ type: 'EMPTY', alias: '' });
    return {
      kind: 'limit',
      connection,
      most: top.rows,
      groupedBy: [],
      relations: from.members.flatMap(relationsOf),
      sql: `select ${columns.sql}${source} order by ${order} limit ${top.rows}`,
      columns: columns.all,
      meaning: {
        ...tree,
        select_list: columns.all.map(({ expression, name }) => named(expression, name)),
        modifiers: [],
      },
      replaced,
    };
  } catch (error) {
    if (error instanceof NotReplaceable) return null;
    throw error;
  }
}

/** ORDER BY in the source's SQL; null where it is not total, or not DuckDB's order. */
function orderSql(select: BlockSite, { terms }: Top): string | null {
  const columns = terms.map(({ expression }) => select.scope.column(expression)).filter((column) => column !== null);
  const relations = select.from.members.flatMap(relationsOf);
  const isInner = select.from.members.every(({ kind }) => kind === 'relation');
  if (!isInner || !relations.every((relation) => determined(columns).has(relation))) return null;
  const ordered = terms.map(({ expression, direction, nulls }) => {
    const key = select.expressions.key(expression);
    if (key === null || key.form.comparison !== 'same') return null;
    return select.dialect.blocks!.orderTerm(key.form.sql, direction, nulls);
  });
  return ordered.includes(null) ? null : ordered.join(', ');
}

/** `*` alone as the columns that it means. */
function expanded(items: readonly ExpressionTree[], { scope, from, names }: BlockSite): readonly ExpressionTree[] {
  if (items.every(({ class: kind }) => kind !== 'STAR')) return items;
  const [star] = items;
  const changes = ['exclude_list', 'replace_list', 'qualified_exclude_list', 'rename_list'] as const;
  const isPlain = changes.every((key) => ((star![key] ?? []) as readonly unknown[]).length === 0);
  if (items.length > 1 || !isPlain || star!['expr'] != null || star!['relation_name'] !== '' || from.merged.size > 0) {
    throw new NotReplaceable();
  }
  const all = scope.relations.flatMap(({ alias, columns }) => columns.map(({ name }) => columnRef([alias, name])));
  if (all.length !== names.length) throw new NotReplaceable();
  return all;
}

/** Columns of the relations as they are. */
class FetchedColumns {
  readonly #select: BlockSite;
  readonly #columns = new Map<string, { readonly found: ScopeColumn; readonly column: BlockColumn }>();

  constructor(select: BlockSite) {
    this.#select = select;
  }

  get all(): readonly BlockColumn[] {
    return [...this.#columns.values()].map(({ column }) => column);
  }

  get sql(): string {
    const { dialect } = this.#select;
    const items = [...this.#columns.values()].map(({ found: { relation, column: own }, column }) => {
      return `${dialect.quote(relation.qualifier)}.${dialect.quote(own.scan.name)} as ${dialect.quote(column.name)}`;
    });
    return items.length === 0 ? '1' : items.join(', ');
  }

  replaceOver(block: TableTree): Replace {
    return (expression) => {
      const found = this.#select.scope.column(expression);
      return found === null ? null : blockColumn(block, this.#add(expression, found));
    };
  }

  #add(expression: ExpressionTree, found: ScopeColumn): string {
    const key = `${found.relation.qualifier} ${found.index}`;
    const known = this.#columns.get(key);
    if (known !== undefined) return known.column.name;
    const { type, nativeType, comparison } = found.column.scan;
    const name = `dvt_c${this.#columns.size}`;
    this.#columns.set(key, { found, column: { name, type, nativeType, comparison, expression } });
    return name;
  }
}
