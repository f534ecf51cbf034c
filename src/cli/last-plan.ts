import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { DvtError } from '../core/errors.js';
import { lastPlanText, type RecordedRun } from '../report/last-plan.js';
import type { ExitCode } from './exit-code.js';
import type { Options } from './options.js';
import type { Session } from './session.js';

/** `dvt plan --last`: the extractions of the last run as `run_results.json` has them. Asks no database. */
export async function lastPlan({ project, invocation }: Session, options: Options): Promise<ExitCode> {
  const path = join(project.targetPath, 'run_results.json');
  const text = await readFile(path, 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code !== 'ENOENT') throw error;
    throw new DvtError({ code: 'DVT5041', message: `There is no ${path}: nothing was run yet.`, hint: 'dvt run' });
  });
  const recorded = JSON.parse(text) as RecordedRun;
  const { results } = recorded;
  const { console } = invocation;
  if (options.output === 'json') {
    const nodes = results.map(({ unique_id: id, adapter_response: response }) => ({ id, ...response }));
    console.printJson(nodes, { indent: 2 });
  } else console.print(lastPlanText(recorded, console.style));
  return 0;
}
