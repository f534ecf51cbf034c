import { run } from '../../execute/index.js';
import type { ExitCode } from '../exit-code.js';
import type { Options } from '../options.js';
import { parse } from '../parsed-project.js';
import { openRuntime } from '../runtime.js';
import { runnableModels } from '../selected-nodes.js';
import type { Session } from '../session.js';
import { writeManifest, writeRunResults } from '../write-artifacts.js';
import { writeCompiled } from '../write-compiled.js';

/** `dvt run`: writes what was run to `target/compiled` too, for whoever looks into a failure. */
export async function runCommand(session: Session, options: Options): Promise<ExitCode> {
  const parsed = await parse(session);
  await writeManifest(session, parsed.manifest);
  const nodes = await runnableModels(session, parsed.manifest);
  if (nodes.length === 0) return 0;
  const runtime = openRuntime(session, parsed, new Set(nodes.map((node) => node.connection)));
  try {
    const results = await run(runtime, {
      nodes,
      threads: session.threads,
      failFast: options.failFast,
      target: session.target,
      signal: session.signal,
    });
    await writeRunResults(session, results, runtime.snapshots);
    for (const { node, compiledSql } of results) {
      if (compiledSql !== null) await writeCompiled(session, node, compiledSql);
    }
    return results.every((result) => result.status === 'success') ? 0 : 1;
  } finally {
    await runtime.close();
  }
}
