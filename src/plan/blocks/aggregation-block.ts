import { BlockColumns } from './block-columns.js';
import type { BlockDraft } from './block-draft.js';
import type { BlockSite } from './block-site.js';
import { fromSql } from './block-sql.js';
import { relationsOf } from './from-clause.js';
import { conjuncts, named, type SelectTree, type TableTree } from './query-tree.js';
import { modifiersOver, NotReplaceable, over } from './replacement.js';
import type { Grouping } from './select-shape.js';

/** A select whose whole grouping runs at the source: what is above it (HAVING, expressions, order) stays in the engine. */
export function aggregationBlock(select: BlockSite, grouping: Grouping): BlockDraft | null {
  const columns = new BlockColumns(select.scope, select.expressions, select.dialect);
  const { tree, scope, from, expressions, dialect, connection } = select;
  try {
    for (const key of grouping.keys) columns.addKey(key);
    const replaced = (block: TableTree): SelectTree => {
      const replace = columns.replaceOver(block);
      const items = tree.select_list.map((item, index) => named(over(item, scope, replace), select.names[index]!));
      return {
        ...tree,
        select_list: items,
        from_table: block,
        where_clause: tree.having === null ? null : over(tree.having, scope, replace),
        group_expressions: [],
        group_sets: [],
        aggregate_handling: 'STANDARD_HANDLING',
        having: null,
        qualify: tree.qualify === null ? null : over(tree.qualify, scope, replace),
        modifiers: modifiersOver(tree.modifiers, scope, replace),
      };
    };
    // Finds all aggregates, so that the columns are complete.
    replaced(NO_TABLE);
    const source = fromSql(from, [...conjuncts(tree.where_clause)], expressions, dialect);
    if (source === null || columns.all.length === 0) return null;
    return {
      kind: 'aggregation',
      connection,
      most: grouping.keys.length === 0 ? 1 : null,
      groupedBy: columns.keyRelations,
      relations: from.members.flatMap(relationsOf),
      sql: `select ${columns.sql}${source}${columns.groupSql}`,
      columns: columns.all,
      meaning: columns.meaning(tree, grouping.keys),
      replaced,
    };
  } catch (error) {
    if (error instanceof NotReplaceable) return null;
    throw error;
  }
}

const NO_TABLE: TableTree = { type: 'EMPTY', alias: '' };
