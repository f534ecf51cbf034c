import { DvtError } from '../../core/errors.js';
import { planJson, planText } from '../../report/plan-report.js';
import type { ModelNode } from '../../spi/manifest.js';
import type { Deferred, NodePlan } from '../../spi/plan.js';
import type { ExitCode } from '../exit-code.js';
import type { Options } from '../options.js';
import { parse } from '../parsed-project.js';
import { openRuntime, type Runtime } from '../runtime.js';
import { runnable } from '../selected-models.js';
import type { Session } from '../session.js';

/** `dvt plan`: asks the sources what there is and fetches nothing. */
export async function planCommand(session: Session, options: Options): Promise<ExitCode> {
  const parsed = await parse(session);
  const nodes = await runnable(session, parsed.manifest, options);
  if (nodes.length === 0) return 0;
  const runtime = openRuntime(session, parsed, new Set());
  try {
    const plans = await planAll(nodes, runtime);
    const { console } = session.invocation;
    if (options.output === 'json') console.printJson(planJson(plans), { indent: 2 });
    else console.print(planText(plans, console.style));
    return 0;
  } finally {
    await runtime.close();
  }
}

/** Plans every node; what several of them have wrong is reported together. */
async function planAll(nodes: readonly ModelNode[], runtime: Runtime): Promise<(NodePlan | Deferred)[]> {
  const settled = await Promise.allSettled(nodes.map(async (node) => runtime.plan(await runtime.compile(node))));
  const failures = settled.filter((one) => one.status === 'rejected').map((one) => one.reason as unknown);
  const unexpected = failures.find((failure) => !(failure instanceof DvtError));
  if (unexpected !== undefined) throw unexpected;
  if (failures.length > 0) throw new DvtError(failures.flatMap((failure) => (failure as DvtError).diagnostics));
  return settled.filter((one) => one.status === 'fulfilled').map((one) => one.value);
}
