import type { ExpressionTree } from '../../spi/engine.js';
import { type BlockSite, blockSite, connectionsOf, type ReadSelect } from './block-site.js';
import { type FromClause, type FromMember, relationsOf } from './from-clause.js';
import { conjuncts, NOWHERE, type TableTree, visitExpressions } from './query-tree.js';
import type { ScopeRelation } from './scope.js';

/** A site that is one part of a join, and the rest of it. */
export interface PartialSite extends BlockSite {
  readonly outside: readonly FromMember[];
  /** conditions that the block does not check */
  readonly left: readonly ExpressionTree[];
  readonly leftEqual: FromClause['equal'];
}

/**
 * Parts of an inner join over several connections: relations of one of them that conditions tie together. Conditions that
 * speak of a part alone, and that its source checks exactly, are the part's.
 */
export function partialSites(select: ReadSelect, names: readonly string[]): PartialSite[] {
  const { from, tree } = select;
  const conditions = [...from.conditions, ...conjuncts(tree.where_clause)];
  const groups = connectionsOf(select).flatMap((connection) => {
    const own = from.members.filter((member) => relationsOf(member)[0]!.described.input.connection === connection);
    return tiedTogether(own, [...conditions.map((one) => named(one, select)), ...from.equal.map(relationsOfPair)]);
  });
  return groups.flatMap((members) => {
    const relations = new Set(members.flatMap(relationsOf));
    const isInside = (used: ReadonlySet<ScopeRelation> | null) =>
      used !== null && used.size > 0 && [...used].every((relation) => relations.has(relation));
    const equal = from.equal.filter((pair) => isInside(relationsOfPair(pair)));
    const inside = { members, conditions: [], equal, merged: from.merged };
    const site = blockSite(select, inside, names);
    if (site === null || members.length === from.members.length) return [];
    const own = conditions.filter((one) => isInside(named(one, select)) && site.expressions.condition(one) !== null);
    return [
      {
        ...site,
        from: { ...inside, conditions: own },
        outside: from.members.filter((member) => !members.includes(member)),
        left: conditions.filter((one) => !own.includes(one)),
        leftEqual: from.equal.filter((pair) => !equal.includes(pair)),
      },
    ];
  });
}

/** The relations whose columns a condition names; null where that is not known. */
function named(condition: ExpressionTree, { scope }: ReadSelect): ReadonlySet<ScopeRelation> | null {
  const used = new Set<ScopeRelation>();
  let known = true;
  visitExpressions(condition, (part) => {
    if (part.class === 'SUBQUERY' || part.class === 'LAMBDA') known = false;
    if (part.class !== 'COLUMN_REF') return known;
    const found = scope.column(part);
    if (found === null) known = false;
    else used.add(found.relation);
    return known;
  });
  return known ? used : null;
}

function relationsOfPair(pair: FromClause['equal'][number]): ReadonlySet<ScopeRelation> {
  return new Set(pair.map(({ relation }) => relation));
}

/** Members in groups such that conditions lead from each to each other one of its group. */
function tiedTogether(
  members: readonly FromMember[],
  ties: readonly (ReadonlySet<ScopeRelation> | null)[],
): FromMember[][] {
  let groups = members.map((member) => [member]);
  for (const tie of ties) {
    if (tie === null || ![...tie].every((relation) => members.some((member) => relationsOf(member).includes(relation))))
      continue;
    const touched = groups.filter((group) => group.flatMap(relationsOf).some((relation) => tie.has(relation)));
    groups = [...groups.filter((group) => !touched.includes(group)), touched.flat()];
  }
  return groups.filter((group) => group.length > 0);
}

/** Tables joined without a condition. */
export function crossJoin(tables: readonly TableTree[]): TableTree {
  return tables.reduce((left, right) => ({
    type: 'JOIN',
    alias: '',
    sample: null,
    query_location: NOWHERE,
    left,
    right,
    condition: null,
    join_type: 'INNER',
    ref_type: 'CROSS',
    using_columns: [],
    delim_flipped: false,
    duplicate_eliminated_columns: [],
  }));
}

/** Two columns that are equal. */
export function equality([left, right]: readonly ExpressionTree[]): ExpressionTree {
  return { class: 'COMPARISON', type: 'COMPARE_EQUAL', alias: '', query_location: NOWHERE, left, right };
}
