import { planJson, planText } from '../../report/plan-report.js';
import type { ManifestNode } from '../../spi/node.js';
import type { ExitCode } from '../exit-code.js';
import { gather } from '../gather.js';
import type { Options } from '../options.js';
import { parse } from '../parsed-project.js';
import { openRuntime } from '../runtime.js';
import { runnableModels } from '../selected-nodes.js';
import type { Session } from '../session.js';

/** `dvt plan`: asks the sources what there is and fetches nothing. */
export async function planCommand(session: Session, options: Options): Promise<ExitCode> {
  const parsed = await parse(session);
  const nodes = await runnableModels(session, parsed.manifest);
  if (nodes.length === 0) return 0;
  const runtime = openRuntime(session, parsed, new Set());
  try {
    const plans = await gather(nodes.map(async (node) => runtime.plan(await runtime.compile(node))));
    const { console } = session.invocation;
    if (options.output === 'json') console.printJson(planJson(plans), { indent: 2 });
    else console.print(planText(plans, console.style, await publishMeans(session, nodes)));
    return 0;
  } finally {
    await runtime.close();
  }
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
