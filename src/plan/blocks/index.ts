import { hash } from 'node:crypto';
import { DvtError } from '../../core/errors.js';
import type { ResultColumn } from '../../spi/column-type.js';
import type { CompiledNode } from '../../spi/compiled.js';
import type { SourceEstimate } from '../../spi/connection.js';
import type { QueryAnalyzer, QueryTree, StubRelation } from '../../spi/engine.js';
import type { BlockChoice, NodePlan, PlannedBlock, PlannedScan } from '../../spi/plan.js';
import { type DescribedInput, spelled } from '../described-inputs.js';
import type { BlockDraft } from './block-draft.js';
import { readSelect } from './block-site.js';
import { chooseBlock } from './choose-block.js';
import { withBlocks } from './find-blocks.js';
import { commonTableNames } from './from-clause.js';
import { baseTable, type CommonTable, type SelectTree, type TableTree } from './query-tree.js';
import { type KnownRelation, type RelationLookup, same } from './scope.js';

/** A query that is planned without blocks, and what it takes to plan it with them. */
export interface BlockPlanning {
  readonly plan: NodePlan;
  readonly inputs: readonly KnownRelation[];
  readonly stubs: readonly StubRelation[];
  readonly analyzer: QueryAnalyzer;
  /** See Connection.explain; null where a source has none. */
  explain(connection: string, sql: string): Promise<SourceEstimate | null>;
  /** Plans the query over other inputs. */
  replan(compiled: CompiledNode, inputs: readonly DescribedInput[]): Promise<NodePlan>;
}

/** Schema of the names that dvt gives to blocks; a name that no database is likely to have. */
const SCHEMA = 'dvt blocks';

/** The plan with those parts of the query at their sources that are exact there and come sooner. */
export async function planBlocks(planning: BlockPlanning): Promise<NodePlan> {
  const { plan, analyzer, inputs } = planning;
  if (inputs.every(({ dialect }) => dialect.blocks === undefined)) return plan;
  const tree = await analyzer.parseQuery(plan.compiled.sql);
  if (tree === null) return plan;
  const search = new BlockSearch(planning, tree);
  const rewritten = await withBlocks(tree, search);
  const without = { ...plan, blocks: search.considered };
  if (search.used.length === 0) return search.considered.length === 0 ? plan : without;
  const [sql] = await analyzer.printQueries([rewritten]);
  if (sql == null) return { ...without, blocks: search.considered.map(unprintable) };
  const left = inputs.map(({ described }) => described).filter((one) => occurrences(rewritten, one) > 0);
  const named = [...left, ...search.used];
  const compiled: CompiledNode = {
    ...plan.compiled,
    sql,
    inputs: named.map(({ input }) => input),
    locate: () => null,
  };
  const planned = await planning.replan(compiled, named);
  return isSame(planned.columns, plan.columns)
    ? { ...planned, blocks: search.considered, withoutBlocks: plan }
    : without;
}

/** Tries blocks and keeps what came of them. */
class BlockSearch {
  readonly considered: PlannedBlock[] = [];
  readonly used: DescribedInput[] = [];
  readonly #planning: BlockPlanning;
  readonly #tree: QueryTree;
  #qualifiers = 0;

  constructor(planning: BlockPlanning, tree: QueryTree) {
    this.#planning = planning;
    this.#tree = tree;
  }

  async columns(select: SelectTree, around: readonly CommonTable[]): Promise<readonly ResultColumn[] | null> {
    const { analyzer, stubs } = this.#planning;
    const alone = { ...select, cte_map: { map: lastOfEachName(around) } };
    const [sql] = await analyzer.printQueries([alone]);
    if (sql == null) return null;
    try {
      return await analyzer.columns(sql, stubs);
    } catch (error) {
      if (error instanceof DvtError) return null;
      throw error;
    }
  }

  read(select: SelectTree, around: readonly CommonTable[]) {
    return readSelect(select, {
      find: this.#find,
      commonTables: commonTableNames(around),
      next: () => `r${this.#qualifiers++}`,
    });
  }

  async use(draft: BlockDraft): Promise<TableTree | null> {
    const choice = await this.#choose(draft);
    const reads = [...new Set(draft.relations.map(({ described }) => spelled(described.input)))];
    this.considered.push({ kind: draft.kind, connection: draft.connection, reads, sql: draft.sql, ...choice });
    if (!choice.chosen) return null;
    const described = describedBlock(draft, choice);
    if (!this.used.some(({ input }) => input.federated.identifier === described.input.federated.identifier)) {
      this.used.push(described);
    }
    return baseTable(described.input.federated, `dvt_block_${this.considered.length}`);
  }

  async #choose(draft: BlockDraft): Promise<BlockChoice> {
    let estimate: SourceEstimate | null;
    try {
      estimate = await this.#planning.explain(draft.connection, draft.sql);
    } catch (error) {
      const [first] = error instanceof DvtError ? error.diagnostics : [];
      const reason = `the source refuses it: ${first?.message ?? String(error)}`;
      return { chosen: false, reason, rows: null, bytes: null, insteadBytes: null, seconds: null };
    }
    const scans = this.#planning.plan.scans.filter((scan) => scan.read && this.#isOnlyIn(draft, scan));
    const scanCosts = await Promise.all(scans.map((scan) => this.#scanCost(scan)));
    return chooseBlock({ draft, estimate, instead: scans, scanCosts });
  }

  async #scanCost({ input, relation, predicate }: PlannedScan): Promise<number | null> {
    const { dialect } = this.#planning.inputs.find(({ described }) => described.input === input)!;
    const where = predicate === null ? '' : ` where ${predicate}`;
    const sql = `select 1 from ${dialect.relation(relation.name)}${where}`;
    return (await this.#planning.explain(input.connection, sql).catch(() => null))?.cost ?? null;
  }

  /** Whether nothing but the block reads what a scan fetches. */
  #isOnlyIn(draft: BlockDraft, { input }: PlannedScan): boolean {
    const inside = draft.relations.filter(({ described }) => described.input === input);
    return inside.length > 0 && inside.length === occurrences(this.#tree, inside[0]!.described);
  }

  readonly #find: RelationLookup = (name) => {
    const found = this.#planning.inputs.find(({ described: { input } }) => names(input.federated, name));
    return found ?? null;
  };
}

function names(a: Parameters<RelationLookup>[0], b: Parameters<RelationLookup>[0]): boolean {
  return same(a.catalog, b.catalog) && same(a.schema, b.schema) && same(a.identifier, b.identifier);
}

/** How often a tree names a relation. */
function occurrences(tree: unknown, described: DescribedInput): number {
  if (Array.isArray(tree)) return tree.reduce((sum: number, part) => sum + occurrences(part, described), 0);
  if (tree === null || typeof tree !== 'object') return 0;
  const table = tree as Readonly<Record<string, string>>;
  if (table['type'] === 'BASE_TABLE') {
    const name = { catalog: table['catalog_name']!, schema: table['schema_name']!, identifier: table['table_name']! };
    return names(described.input.federated, name) ? 1 : 0;
  }
  return Object.values(tree).reduce((sum: number, part) => sum + occurrences(part, described), 0);
}

/** A block as an input of the query; blocks of one text are one, also in several models. */
function describedBlock(draft: BlockDraft, { rows, seconds }: BlockChoice): DescribedInput {
  const { connection, sql } = draft;
  const [{ described: first }] = draft.relations as readonly [BlockDraft['relations'][number]];
  const identifier = `block_${hash('sha256', JSON.stringify([connection, sql])).slice(0, 16)}`;
  const name = { database: null, schema: SCHEMA, identifier };
  const reads = draft.relations.map(({ described }) => described.relation.name);
  return {
    input: {
      node: first.input.node,
      connection,
      name,
      federated: { catalog: first.input.federated.catalog, schema: SCHEMA, identifier },
    },
    relation: {
      name,
      kind: 'view',
      columns: draft.columns.map((column) => ({
        name: column.name,
        nativeType: column.nativeType,
        type: column.type,
        nullable: true,
        comparison: column.comparison,
      })),
      statistics: { rows, bytes: null },
      block: { sql, reads, seconds },
    },
  };
}

/** Of common tables that hide each other, the innermost. */
function lastOfEachName(tables: readonly CommonTable[]): readonly CommonTable[] {
  return tables.filter(({ key }, index) => !tables.slice(index + 1).some((later) => same(later.key, key)));
}

function unprintable(block: PlannedBlock): PlannedBlock {
  return block.chosen ? { ...block, chosen: false, reason: 'the query cannot be written with it in place' } : block;
}

function isSame(a: readonly ResultColumn[] | null, b: readonly ResultColumn[] | null): boolean {
  return JSON.stringify(a) === JSON.stringify(b);
}
