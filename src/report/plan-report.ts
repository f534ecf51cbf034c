import type { ManifestNode } from '../spi/node.js';
import type { Deferred, NodePlan, PlannedScan } from '../spi/plan.js';
import { relationText } from './node-lines.js';
import { blockLines } from './plan-block-lines.js';
import { type SharedExtraction, scanLines } from './plan-scan-lines.js';
import type { Style } from './style.js';
import { bytesText, countOf } from './units.js';

/** What the report of a plan takes from the connections. */
export interface PlanFacts {
  /** by what means a connection's tables are replaced (`transactional rename`); null = not known */
  readonly publishMeans: (connection: string) => string | null;
  /** the statement that a scan sends to its source; null = the engine reads the relation itself */
  readonly scanSql: (scan: PlannedScan) => string | null;
  /** the extraction that serves a scan and others; null = it has one of its own */
  readonly sharedExtraction: (scan: PlannedScan) => SharedExtraction | null;
}

/** What `dvt plan` prints for people: a tree per model, and the sum of what would be fetched. */
export function planText(plans: readonly (NodePlan | Deferred)[], style: Style, facts: PlanFacts): string {
  const trees = plans.map((plan) =>
    ('scans' in plan ? plannedLines(plan, style, facts) : deferredLines(plan, style)).join('\n'),
  );
  return [...trees, totalLine(plans, facts)].join('\n\n');
}

/** The same as data. Sizes are bytes; what is not known is null. */
export function planJson(
  plans: readonly (NodePlan | Deferred)[],
  { scanSql, sharedExtraction }: Omit<PlanFacts, 'publishMeans'>,
): readonly unknown[] {
  return plans.map((plan) => {
    const { id, name, route, connection, relation, config } = plan.node;
    const node = { id, name, materialized: config.materialized, route, connection, relation };
    if (!('scans' in plan)) return { ...node, deferred: plan.reason };
    return {
      ...node,
      deferred: null,
      columns: plan.columns,
      warnings: plan.warnings,
      sql: plan.compiled.sql,
      blocks: plan.blocks ?? [],
      scans: plan.scans.map((scan) => ({
        ...scanData(scan),
        sql: scan.read ? scanSql(scan) : null,
        shared: sharedData(sharedExtraction(scan), name),
      })),
    };
  });
}

function plannedLines(plan: NodePlan, style: Style, facts: PlanFacts): string[] {
  const branches = [
    ...(plan.blocks ?? []).map((block) => blockLines(block, style)),
    ...plan.scans.map((scan) =>
      scanLines({ scan, scans: plan.scans, sql: facts.scanSql(scan), shared: sharedWith(facts, scan, plan) }, style),
    ),
    publishLines(plan, style, facts),
  ];
  return [
    headLine(plan.node, style),
    ...tree(branches, style),
    ...plan.warnings.map((warning) => `${style.yellow('warning')} ${warning}`),
  ];
}

function deferredLines({ node, reason }: Deferred, style: Style): string[] {
  return [headLine(node, style), ...tree([[`${style.yellow('deferred')}: planned at its turn; it ${reason}`]], style)];
}

function headLine({ name, route }: ManifestNode, style: Style): string {
  const where = route.kind === 'in place' ? 'in place' : `federated, computed in ${route.engine ?? 'the engine'}`;
  return `${style.bold(name)}  ${style.cyan(where)} ${style.dim(`(${route.reason})`)}`;
}

function publishLines({ node, columns }: NodePlan, style: Style, { publishMeans }: PlanFacts): string[] {
  const kind =
    node.config.materialized === 'view' && node.route.kind === 'federated' ? 'table' : node.config.materialized;
  const width = columns === null ? '' : style.dim(`, ${countOf(columns.length, 'column')}`);
  const means = kind === 'table' ? publishMeans(node.connection) : null;
  const by = means === null ? '' : style.dim(`, by ${means}`);
  return [`publish ${kind} ${style.bold(relationText(node))} on ${node.connection}${width}${by}`];
}

/** Branches of a tree: the first line of each hangs on it, the others are below. */
function tree(branches: readonly (readonly string[])[], style: Style): string[] {
  return branches.flatMap((lines, i) => {
    const last = i === branches.length - 1;
    return lines.map((line, j) => {
      const edge = j === 0 ? (last ? '└─ ' : '├─ ') : last ? '   ' : '│  ';
      return `${style.dim(edge)}${line}`;
    });
  });
}

/** An extraction counts once, however many models it serves. */
function totalLine(plans: readonly (NodePlan | Deferred)[], { sharedExtraction }: PlanFacts): string {
  const deferred = plans.filter((plan) => !('scans' in plan)).length;
  const read = plans.flatMap((plan) => ('scans' in plan ? plan.scans : [])).filter((scan) => scan.read);
  const shared = new Set(read.map((scan) => sharedExtraction(scan)?.scan).filter((scan) => scan !== undefined));
  const scans = [...new Set(read.map((scan) => sharedExtraction(scan)?.scan ?? scan))];
  const known = scans.filter(({ estimate }) => estimate.bytes !== null);
  const fetched = known.reduce((sum, { estimate }) => sum + estimate.bytes!, 0);
  const whole = known.reduce((sum, { estimate }) => sum + (estimate.unfilteredBytes ?? estimate.bytes!), 0);
  const parts = [`${plans.length} models`];
  if (scans.length > 0) parts.push(`${scans.length} relations to fetch`);
  if (shared.size > 0) parts.push(`${shared.size} of them once for several models`);
  if (known.length > 0) parts.push(`about ${bytesText(fetched)} of ${bytesText(whole)}`);
  if (known.length < scans.length) parts.push(`${scans.length - known.length} of unknown size`);
  if (deferred > 0) parts.push(`${deferred} deferred`);
  return parts
    .join(', ')
    .replace(/^1 models/, '1 model')
    .replace(', 1 relations', ', 1 relation');
}

/** Without the model that is looked at. */
function sharedWith({ sharedExtraction }: PlanFacts, scan: PlannedScan, { node }: NodePlan): SharedExtraction | null {
  const shared = sharedExtraction(scan);
  return shared && { ...shared, models: shared.models.filter((name) => name !== node.name) };
}

function sharedData(shared: SharedExtraction | null, model: string) {
  if (shared === null) return null;
  const { scan, models } = shared;
  const { predicate, estimate } = scan;
  const columns = scan.columns.filter(({ fetched }) => fetched).map(({ name }) => name);
  return { with: models.filter((name) => name !== model), columns, predicate, estimate };
}

function scanData(scan: PlannedScan) {
  return {
    connection: scan.input.connection,
    relation: scan.input.name,
    federatedName: scan.input.federated,
    read: scan.read,
    columns: scan.columns.map(({ name, fetched, standIn, scan: { nativeType, type } }) => ({
      name,
      fetched,
      ...(standIn !== undefined && { standIn }),
      nativeType,
      type,
    })),
    predicate: scan.predicate,
    pushed: scan.pushed.map(({ sql, class: kind }) => ({ sql, class: kind })),
    local: scan.local,
    reduction: scan.reduction,
    unreduced: scan.unreduced,
    estimate: scan.estimate,
  };
}
