import type { ResultColumn } from '../../spi/column-type.js';
import type { QueryTree } from '../../spi/engine.js';
import { aggregationBlock } from './aggregation-block.js';
import type { BlockDraft } from './block-draft.js';
import { blockSite, connectionsOf, type ReadSelect } from './block-site.js';
import { existsBlock } from './exists-block.js';
import { limitBlock } from './limit-block.js';
import { partialAggregationBlock } from './partial-aggregation-block.js';
import { partialSites } from './partial-sites.js';
import { type CommonTable, isSelect, type SelectTree, type TableTree } from './query-tree.js';
import { type Grouping, groupingOf } from './select-shape.js';

/** What finding blocks needs of the planner. */
export interface BlockFinding {
  /** The result of a select that stands alone, given the common tables around it; null where it does not. */
  columns(select: SelectTree, around: readonly CommonTable[]): Promise<readonly ResultColumn[] | null>;
  /** Reads a select; null where it names anything but relations of the query. */
  read(select: SelectTree, around: readonly CommonTable[]): ReadSelect | null;
  /** Decides on a block: the table reference that stands for it; null = it is not used. */
  use(draft: BlockDraft): Promise<TableTree | null>;
}

/** The query with the blocks that are used in place of what they compute. */
export async function withBlocks(tree: QueryTree, finding: BlockFinding): Promise<QueryTree> {
  return (await walk(tree, { finding, around: [], isExists: false })) as QueryTree;
}

interface Walk {
  readonly finding: BlockFinding;
  /** common tables that a query here may name */
  readonly around: readonly CommonTable[];
  /** the query below is asked only whether it has rows */
  readonly isExists: boolean;
}

async function walk(part: unknown, place: Walk): Promise<unknown> {
  if (Array.isArray(part)) return inTurn(part, place);
  if (part === null || typeof part !== 'object') return part;
  const tree = part as QueryTree;
  if (isSelect(tree)) return walkSelect(tree, place);
  const own = 'cte_map' in tree ? (tree['cte_map'] as SelectTree['cte_map']).map : [];
  const around = [...place.around, ...own];
  const isSubquery = tree['class'] === 'SUBQUERY';
  const isExists = isSubquery ? tree['subquery_type'] === 'EXISTS' : place.isExists && !('class' in tree);
  return walkEntries(tree, { ...place, around, isExists });
}

async function walkSelect(select: QueryTree & SelectTree, place: Walk): Promise<unknown> {
  const around = [...place.around, ...select.cte_map.map];
  const replaced = (await replacedSelect(select, { ...place, around })) ?? select;
  return walkEntries(replaced, { ...place, around, isExists: false });
}

/** The select over a block of its own; null where it has none. */
async function replacedSelect(select: SelectTree, place: Walk): Promise<SelectTree | null> {
  const { finding, around } = place;
  const read = finding.read(select, around);
  const connections = read === null ? [] : connectionsOf(read);
  if (read === null || read.scope.relations.every(({ dialect }) => dialect.blocks === undefined)) return null;
  const grouping = groupingOf(select, read.scope);
  // Without groups there is a block of the first rows, or of whether there are any, and of one connection.
  const asksFewRows = place.isExists || select.modifiers.some(({ type }) => type === 'LIMIT_MODIFIER');
  if (grouping === null && (connections.length > 1 || !asksFewRows)) return null;
  const before = await finding.columns(select, around);
  if (before === null) return null;
  const names = before.map(({ name }) => name);
  const drafts =
    connections.length > 1 ? partialDrafts(read, names, grouping!) : wholeDrafts(read, names, grouping, place);
  for (const draft of drafts) {
    const meant = await finding.columns(draft.meaning, around);
    if (meant === null || !isTyped(draft, meant)) continue;
    const block = await finding.use(draft);
    if (block !== null) return draft.replaced(block);
  }
  return null;
}

function wholeDrafts(
  read: ReadSelect,
  names: readonly string[],
  grouping: Grouping | null,
  { isExists }: Walk,
): readonly BlockDraft[] {
  const site = blockSite(read, read.from, names);
  if (site === null) return [];
  const draft = isExists ? existsBlock(site) : grouping === null ? limitBlock(site) : aggregationBlock(site, grouping);
  return draft === null ? [] : [draft];
}

function partialDrafts(read: ReadSelect, names: readonly string[], grouping: Grouping): readonly BlockDraft[] {
  return partialSites(read, names)
    .map((site) => partialAggregationBlock(site, grouping))
    .filter((draft) => draft !== null);
}

function isTyped({ columns }: BlockDraft, meant: readonly ResultColumn[]): boolean {
  return JSON.stringify(columns.map(({ type }) => type)) === JSON.stringify(meant.map(({ type }) => type));
}

async function walkEntries(tree: object, place: Walk): Promise<unknown> {
  const entries: [string, unknown][] = [];
  for (const [key, part] of Object.entries(tree)) entries.push([key, await walk(part, place)]);
  return Object.fromEntries(entries);
}

async function inTurn(parts: readonly unknown[], place: Walk): Promise<unknown[]> {
  const walked: unknown[] = [];
  for (const part of parts) walked.push(await walk(part, place));
  return walked;
}
