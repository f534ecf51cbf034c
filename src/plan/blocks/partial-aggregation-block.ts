import type { ExpressionTree } from '../../spi/engine.js';
import { aggregateOf } from './aggregates.js';
import { BlockColumns } from './block-columns.js';
import type { BlockDraft } from './block-draft.js';
import { fromSql } from './block-sql.js';
import { relationsOf } from './from-clause.js';
import { mergedAggregate } from './merged-aggregate.js';
import { crossJoin, equality, type PartialSite } from './partial-sites.js';
import { columnRef, conjunction, named, type SelectTree, type TableTree } from './query-tree.js';
import { modifiersOver, NotReplaceable, over, type Replace } from './replacement.js';
import type { ScopeColumn } from './scope.js';
import type { Grouping } from './select-shape.js';

/**
 * A part of an inner join, grouped at its source by what the rest of the query needs of it, before it is joined: each of
 * its rows stands for many, whose sums, counts and extremes the query then adds up (eager aggregation: Yan and Larson,
 * "Eager Aggregation and Lazy Aggregation", VLDB 1995).
 */
export function partialAggregationBlock(site: PartialSite, { keys, isDistinct }: Grouping): BlockDraft | null {
  if (isDistinct) return null;
  const { tree, scope, from, expressions, dialect, connection } = site;
  const source = fromSql(from, [], expressions, dialect);
  if (source === null) return null;
  const relations = new Set(from.members.flatMap(relationsOf));
  const columns = new BlockColumns(scope, expressions, dialect);
  let aggregates = 0;
  const replaceOver = (block: TableTree): Replace => {
    const inside = columns.replaceOver(block);
    return (expression, text) => {
      if (aggregateOf(expression) !== null) {
        aggregates++;
        return mergedAggregate(expression, inside(expression, text)!);
      }
      const column = scope.column(expression);
      if (column === null) return null;
      if (!relations.has(column.relation)) return columnRef([column.relation.alias, column.column.name]);
      columns.addKey(expression);
      return inside(expression, text);
    };
  };
  const replaced = (block: TableTree): SelectTree => {
    const replace = replaceOver(block);
    const through = (expression: ExpressionTree) => over(expression, scope, replace);
    const conditions = [...site.left, ...site.leftEqual.map((pair) => equality(pair.map(asColumn)))].map(through);
    return {
      ...tree,
      select_list: tree.select_list.map((item, index) => named(through(item), site.names[index]!)),
      from_table: crossJoin([...site.outside.map((member) => member.tree), block]),
      where_clause: conjunction(conditions),
      group_expressions: keys.map((key) => named(through(key), '')),
      group_sets: keys.length === 0 ? [] : [keys.map((_, index) => index)],
      aggregate_handling: 'STANDARD_HANDLING',
      having: tree.having === null ? null : through(tree.having),
      qualify: tree.qualify === null ? null : through(tree.qualify),
      modifiers: modifiersOver(tree.modifiers, scope, replace),
    };
  };
  try {
    // Finds all columns and aggregates.
    replaced({ type: 'EMPTY', alias: '' });
    const inside = {
      ...tree,
      from_table: crossJoin(from.members.map((member) => member.tree)),
      where_clause: conjunction([...from.conditions, ...from.equal.map((pair) => equality(pair.map(asColumn)))]),
    };
    return aggregates === 0 || columns.keys.length === 0
      ? null
      : {
          kind: 'partial aggregation',
          connection,
          most: null,
          groupedBy: columns.keyRelations,
          relations: [...relations],
          sql: `select ${columns.sql}${source}${columns.groupSql}`,
          columns: columns.all,
          meaning: columns.meaning(inside, columns.keys),
          replaced,
        };
  } catch (error) {
    if (error instanceof NotReplaceable) return null;
    throw error;
  }
}

function asColumn({ relation, column }: ScopeColumn): ExpressionTree {
  return columnRef([relation.alias, column.name]);
}
