import { countOf } from '../../report/units.js';
import type { CompiledNode } from '../../spi/compiled.js';
import type { ExitCode } from '../exit-code.js';
import { gather } from '../gather.js';
import type { Options } from '../options.js';
import { parse } from '../parsed-project.js';
import { openRuntime } from '../runtime.js';
import { selectedNodes } from '../selected-nodes.js';
import type { Session } from '../session.js';
import { writeManifest } from '../write-artifacts.js';
import { writeCompiled } from '../write-compiled.js';

/** `dvt compile`: writes `target/compiled/<project>/<path>`; prints the SQL where one model or a query was asked for. */
export async function compileCommand(session: Session, options: Options): Promise<ExitCode> {
  const parsed = await parse(session, options.inline);
  const nodes = await selectedNodes(session, parsed.manifest, ['model']);
  const runtime = openRuntime(session, parsed, new Set());
  try {
    const compiled = await gather(nodes.map((node) => runtime.compile(node)));
    if (options.inline === null) {
      await writeManifest(session, parsed.manifest, new Map(compiled.map(({ node, sql }) => [node.id, sql])));
      for (const { node, sql } of compiled) await writeCompiled(session, node, sql);
    }
    const asked = options.select.length > 0 || options.inline !== null;
    if (asked || options.output === 'json') print(session, options, compiled);
    else
      session.emit({
        type: 'notice',
        message: `Compiled ${countOf(compiled.length, 'model')} to ${session.project.targetPath}`,
      });
    return 0;
  } finally {
    await runtime.close();
  }
}

function print({ invocation }: Session, options: Options, compiled: readonly CompiledNode[]): void {
  const { console } = invocation;
  if (options.output === 'json') {
    const objects = compiled.map(({ node, sql }) => ({ node: node.name, unique_id: node.id, compiled: sql }));
    console.printJson(objects, { indent: 2 });
    return;
  }
  for (const { node, sql } of compiled) {
    if (compiled.length > 1) console.print(console.style.bold(`-- ${node.path}`));
    console.print(sql);
  }
}
