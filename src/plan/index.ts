import { hash, randomBytes } from 'node:crypto';
import { DvtError } from '../core/errors.js';
import { placeError } from '../core/place-error.js';
import type { CompiledNode } from '../spi/compiled.js';
import type { SourceEstimate } from '../spi/connection.js';
import type { Dialect } from '../spi/dialect.js';
import type { ExpressionTree, QueryAnalysis, QueryAnalyzer, StubRelation } from '../spi/engine.js';
import type { Catalog, Deferred, NodePlan, PlannedScan } from '../spi/plan.js';
import type { PushdownMode } from '../spi/pushdown.js';
import { planBlocks } from './blocks/index.js';
import { withBoundFilters } from './bound-filters.js';
import { type DescribedInput, describeInputs, spelled } from './described-inputs.js';
import { refuseEmpty } from './empty-query.js';
import { parseableFilter } from './filter-text.js';
import { withImpliedFilters } from './implied-filters.js';
import { limitedDialect } from './limited-dialect.js';
import { stubScans } from './plan-scans.js';
import { columnOfStub, type ParsedFilters, plannedScan } from './planned-scan.js';
import { pushFilter } from './push-filter.js';
import { pushdownMode } from './pushdown-mode.js';
import { reduceScans } from './semijoin/index.js';
import { sizedScan } from './size-scan.js';
import { type SourceColumn, sourceColumns } from './source-columns.js';
import { withStandIns } from './stand-ins/index.js';

/** What planning needs of the outside. */
export interface PlanContext {
  readonly catalog: Catalog;
  readonly analyzer: () => Promise<QueryAnalyzer>;
  readonly dialectOf: (connection: string) => Promise<Dialect>;
  /** what a source expects of a query of its own; see Connection.explain */
  readonly explain: (connection: string, sql: string) => Promise<SourceEstimate | null>;
  /** the project's */
  readonly pushdown: PushdownMode;
  /** how many times as long as over loopback rows of a connection are on their way; absent: nothing was measured */
  readonly slowness?: (connection: string) => Promise<number>;
}

/**
 * Plans one compiled model: for a federated one, DuckDB's optimizer decides over empty stubs which columns and rows of
 * each relation it needs. Throws DvtErrors for what the query or its sources have wrong, placed in the model's file.
 */
export async function planNode(compiled: CompiledNode, context: PlanContext): Promise<NodePlan | Deferred> {
  const { node } = compiled;
  refuseEmpty(compiled);
  if (node.route.kind === 'in place') return { node, compiled, scans: [], columns: null, warnings: [] };
  const described = await describeInputs(compiled, context.catalog);
  if (!Array.isArray(described)) return described;
  return planOver(compiled, described, context, true);
}

/** Plans a query over described inputs, with parts of it at their sources or without. */
async function planOver(
  compiled: CompiledNode,
  described: readonly DescribedInput[],
  context: PlanContext,
  mayHaveBlocks: boolean,
): Promise<NodePlan> {
  const { node } = compiled;
  const columns = described.map(({ input, relation }) => sourceColumns(input, relation));
  const stubs = described.map((one, index) => stub(one, columns[index]!));
  const analyzer = await context.analyzer();
  const analysis = await analyze(analyzer, compiled, stubs, columns);
  const { logical } = analysis;
  const scans = withImpliedFilters(withBoundFilters(stubScans(analysis.plan), logical), logical);
  const parsed = await parseFilters(
    analyzer,
    scans.flatMap((scan) => scan.filters),
  );
  const relations = await Promise.all(
    described.map(async (one, index) => {
      const mode = pushdownMode(node, one.input, context.pushdown);
      const dialect = limitedDialect(await context.dialectOf(one.input.connection), mode);
      const { token } = stubs[index]!;
      const stubbed = { token, dialect, stubScans: scans.filter((scan) => scan.token === token) };
      const column = (expression: ExpressionTree) => columnOfStub(token, columns[index]!, expression);
      const scan = await withStandIns({
        scan: plannedScan({
          described: one,
          token,
          columns: columns[index]!,
          scans: stubbed.stubScans,
          parsed,
          dialect,
        }),
        token,
        logical,
        push: (condition) => pushFilter(condition, column, dialect),
        analyzer,
      });
      const slowness = (await context.slowness?.(one.input.connection)) ?? 1;
      return { ...stubbed, column, scan: await sizedScan(scan, dialect, context.explain, slowness) };
    }),
  );
  const planned = reduceScans({ logical, relations, parsed });
  const plan = { node, compiled, scans: planned, columns: analysis.columns, warnings: planned.flatMap(warningsOf) };
  if (!mayHaveBlocks) return plan;
  return planBlocks({
    plan,
    inputs: described.map((one, index) => ({
      described: one,
      columns: columns[index]!,
      dialect: relations[index]!.dialect,
    })),
    stubs,
    analyzer,
    explain: context.explain,
    replan: (rewritten, inputs) => planOver(rewritten, inputs, context, false),
  });
}

/** In every token of the process: no query has it in it by chance. */
const UNGUESSED = randomBytes(5).toString('hex');

/** A relation of the same columns has the same token in every query, and its stub is made once. */
function stub({ input }: DescribedInput, sourced: readonly SourceColumn[]): StubRelation {
  const columns = sourced.map(({ name, scan }) => ({ name, type: scan.type }));
  const content = JSON.stringify([input.federated, columns]);
  const token = `stub_${UNGUESSED}_${hash('sha256', content).slice(0, 16)}`;
  return { ...input.federated, token, columns };
}

async function analyze(
  analyzer: QueryAnalyzer,
  compiled: CompiledNode,
  stubs: readonly StubRelation[],
  columns: readonly (readonly SourceColumn[])[],
): Promise<QueryAnalysis> {
  let analysis: QueryAnalysis;
  try {
    analysis = await analyzer.analyze(compiled.sql, stubs);
  } catch (error) {
    throw placeError(withTextColumns(error, columns.flat()), compiled);
  }
  const names = analysis.columns.map((column) => column.name.toLowerCase());
  const twice = names.find((name, index) => names.indexOf(name) !== index);
  if (twice !== undefined) {
    throw placeError(
      new DvtError({
        code: 'DVT3006',
        message: `The result of ${compiled.node.name} has two columns named ${twice}.`,
        hint: 'Name the columns one by one, or give one of them an alias.',
      }),
      compiled,
    );
  }
  return analysis;
}

/** Of an error of the engine that has to do with a text. */
const ABOUT_TYPES = /\bVARCHAR\b/;

/** A type error is often about a column that had to be fetched as text: say so beside it. */
function withTextColumns(error: unknown, columns: readonly SourceColumn[]): unknown {
  if (!(error instanceof DvtError) || !ABOUT_TYPES.test(error.message)) return error;
  const noted = columns.filter((column) => column.scan.note !== undefined);
  if (noted.length === 0) return error;
  const hint = noted.map((column) => `${column.name}: ${column.scan.note}`).join('\n');
  return new DvtError(
    error.diagnostics.map((diagnostic) => ({ ...diagnostic, hint: diagnostic.hint ?? hint })),
    { cause: error.cause },
  );
}

async function parseFilters(analyzer: QueryAnalyzer, filters: readonly string[]): Promise<ParsedFilters> {
  const distinct = [...new Set(filters)];
  const trees = distinct.length === 0 ? [] : await analyzer.parseExpressions(distinct.map(parseableFilter));
  return new Map(distinct.map((filter, index) => [filter, trees[index] ?? null]));
}

function warningsOf(scan: PlannedScan): string[] {
  const { note } = scan.relation;
  const all = note !== undefined && scan.columns.every((column) => column.fetched);
  const ofColumns = scan.columns
    .filter((column) => column.fetched && column.scan.note !== undefined)
    .map((column) => `${spelled(scan.input)}.${column.name}: ${column.scan.note}`);
  return all ? [`${spelled(scan.input)}: ${note}`, ...ofColumns] : ofColumns;
}
