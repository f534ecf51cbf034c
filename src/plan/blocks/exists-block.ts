import type { BlockDraft } from './block-draft.js';
import type { BlockSite } from './block-site.js';
import { fromSql } from './block-sql.js';
import { relationsOf } from './from-clause.js';
import { conjuncts, ONE } from './query-tree.js';
import { blockColumn } from './replacement.js';
import { isScalar } from './scalar-functions.js';
import { groupingOf } from './select-shape.js';

/** The select of an EXISTS: of its rows, one is enough. */
export function existsBlock(select: BlockSite): BlockDraft | null {
  const { tree, from, scope, expressions, dialect, connection } = select;
  if (groupingOf(tree, scope) !== null || tree.having !== null || tree.qualify !== null) return null;
  if (tree.group_sets.length > 0 || tree.modifiers.some(({ type }) => type !== 'ORDER_MODIFIER')) return null;
  // Of an aggregate without groups there is a row, whatever the relations hold.
  if (!tree.select_list.every(isScalar)) return null;
  const source = fromSql(from, [...conjuncts(tree.where_clause)], expressions, dialect);
  if (source === null) return null;
  const type = { kind: 'int32' } as const;
  const column = {
    name: 'dvt_c0',
    type,
    nativeType: dialect.columnType(type, 'dvt_c0'),
    comparison: 'same',
    expression: ONE,
  } as const;
  const bare = { ...tree, modifiers: [], where_clause: null };
  return {
    kind: 'exists',
    connection,
    most: 1,
    groupedBy: [],
    relations: from.members.flatMap(relationsOf),
    sql: `select 1 as ${dialect.quote('dvt_c0')}${source} limit 1`,
    columns: [column],
    meaning: { ...tree, modifiers: [], select_list: [ONE] },
    replaced: (block) => ({ ...bare, select_list: [blockColumn(block, 'dvt_c0')], from_table: block }),
  };
}
