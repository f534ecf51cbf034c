import { join } from 'node:path';
import { DvtError } from '../../core/errors.js';
import { plansTogether, scanRequest } from '../../execute/index.js';
import { writeText } from '../../report/artifacts/write-artifact.js';
import { type PlanFacts, planJson, planText } from '../../report/plan-report.js';
import type { ManifestNode } from '../../spi/node.js';
import type { Deferred, NodePlan, PlannedScan } from '../../spi/plan.js';
import type { ExitCode } from '../exit-code.js';
import { showFailure } from '../failure.js';
import { lastPlan } from '../last-plan.js';
import type { Options } from '../options.js';
import { parse } from '../parsed-project.js';
import { reachablePlans } from '../reachable-plans.js';
import { openRuntime, type Runtime } from '../runtime.js';
import { runnableModels } from '../selected-nodes.js';
import type { Session } from '../session.js';

/**
 * `dvt plan`: asks the sources what there is and fetches nothing. Models of connections that do not answer are told as
 * deferred, and the connections after all plans.
 */
export async function planCommand(session: Session, options: Options): Promise<ExitCode> {
  if (options.last) return lastPlan(session, options);
  const parsed = await parse(session);
  const nodes = await runnableModels(session, parsed.manifest);
  if (nodes.length === 0) return 0;
  const runtime = openRuntime(session, parsed, new Set());
  try {
    const { plans: alone, unreachable } = await reachablePlans(nodes, runtime);
    // A snapshot of its own for every model leaves nothing to share.
    const { plans, shared } =
      session.project.snapshot === 'model'
        ? { plans: alone, shared: null }
        : plansTogether(alone, nodes, parsed.manifest);
    const names = new Map(nodes.map(({ id, name }) => [id, name]));
    const sharedExtraction = (scan: PlannedScan) => {
      const found = shared?.of(scan) ?? null;
      return found && { scan: found.scan, models: [...found.users].map((id) => names.get(id) ?? id).sort() };
    };
    const facts = {
      publishMeans: await publishMeans(session, nodes),
      scanSql: await scanStatements(runtime, plans, (scan) => sharedExtraction(scan)?.scan ?? scan),
      sharedExtraction,
    };
    const { console } = session.invocation;
    if (options.output === 'html') await writePage(session, plans, facts);
    else if (options.output === 'json') console.printJson(planJson(plans, facts), { indent: 2 });
    else console.print(planText(plans, console.style, facts));
    if (unreachable.length === 0) return 0;
    showFailure(new DvtError(unreachable), console.err, session.invocation);
    return 1;
  } finally {
    await runtime.close();
  }
}

/** Writes `target/plan.html`. */
async function writePage(
  { project, invocation }: Session,
  plans: readonly (NodePlan | Deferred)[],
  facts: PlanFacts,
): Promise<void> {
  const { planPage } = await import('../../report/plan-page/plan-page.js');
  const path = join(project.targetPath, 'plan.html');
  const page = planPage(plans, { project: project.name, at: invocation.startedAt, ...facts });
  await writeText(path, invocation.redactor.redact(page));
  invocation.console.print(path);
}

/** The statement of every scan of plans, which is that of the extraction that serves it. */
async function scanStatements(
  { connections }: Runtime,
  plans: readonly (NodePlan | Deferred)[],
  extracted: (scan: PlannedScan) => PlannedScan,
): Promise<PlanFacts['scanSql']> {
  const scans = plans.flatMap((plan) => ('scans' in plan ? plan.scans : []));
  const statements = await Promise.all(
    scans.map(async (scan) => {
      const connection = await connections.get(scan.input.connection);
      return [scan, connection.scanSql(scanRequest(extracted(scan), 1))] as const;
    }),
  );
  const byScan = new Map<PlannedScan, string | null>(statements);
  return (scan) => byScan.get(scan) ?? null;
}

/** By what means each connection's tables are replaced. */
async function publishMeans(
  { profiles }: Session,
  nodes: readonly ManifestNode[],
): Promise<(connection: string) => string | null> {
  const names = [...new Set(nodes.map(({ connection }) => connection))];
  const means = await Promise.all(
    names.map(async (name) => [name, (await profiles.connection(name)).adapter.capabilities.publish] as const),
  );
  const byName = new Map(means);
  return (connection) => byName.get(connection) ?? null;
}
