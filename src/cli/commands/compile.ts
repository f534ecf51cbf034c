import { countOf } from '../../report/units.js';
import type { CompiledNode } from '../../spi/compiled.js';
import type { ManifestNode } from '../../spi/node.js';
import type { ExitCode } from '../exit-code.js';
import { gather } from '../gather.js';
import type { Options } from '../options.js';
import { checkInline, parse } from '../parsed-project.js';
import { openRuntime } from '../runtime.js';
import { selectedNodes } from '../selected-nodes.js';
import type { Session } from '../session.js';
import { writeManifest } from '../write-artifacts.js';
import { writeCompiled } from '../write-compiled.js';

const COMPILED: readonly ManifestNode['kind'][] = ['model', 'snapshot', 'test', 'analysis'];

/** `dvt compile`: writes `target/compiled/<project>/<path>`; prints the SQL where models or a query were asked for. */
export async function compileCommand(session: Session, options: Options): Promise<ExitCode> {
  checkInline(options);
  const parsed = await parse(session, options.inline);
  const nodes = await selectedNodes(session, parsed.manifest, COMPILED);
  const runtime = openRuntime(session, parsed, new Set());
  try {
    const compiled = await gather(nodes.map((node) => runtime.compile(node)));
    if (options.inline === null) {
      await writeManifest(session, parsed, new Map(compiled.map(({ node, sql }) => [node.id, sql])));
      for (const { node, sql } of compiled) await writeCompiled(session, node, sql);
    }
    const asked = options.select.length > 0 || options.inline !== null;
    // Tests come with the models that they test; who asks for tests alone wants to see those.
    const models = compiled.filter(({ node }) => node.kind === 'model');
    if (asked || options.output === 'json') print(session, options, models.length === 0 ? compiled : models);
    else
      session.emit({
        type: 'notice',
        message: `Compiled ${countOf(compiled.length, 'node')} to ${session.project.targetPath}`,
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
