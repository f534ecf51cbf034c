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

/** `dvt compile`: writes `target/compiled/<project>/<path>`; prints the SQL of what was asked for by name, and of a query. */
export async function compileCommand(session: Session, options: Options): Promise<ExitCode> {
  checkInline(options);
  const parsed = await parse(session, options.inline);
  const nodes = await selectedNodes(session, parsed.manifest, COMPILED);
  const runtime = openRuntime(session, parsed, new Set());
  try {
    const compiled = await gather(nodes.map((node) => runtime.compile(node)));
    await writeManifest(session, parsed, new Map(compiled.map(({ node, sql }) => [node.id, sql])));
    if (options.inline === null) for (const { node, sql } of compiled) await writeCompiled(session, node, sql);
    const printed = options.inline === null ? compiled.filter(isNamed(options)) : compiled;
    print(session, options, printed);
    if (printed.length === 0) {
      const message = `Compiled ${countOf(compiled.length, 'node')} to ${session.project.targetPath}`;
      session.emit({ type: 'notice', message });
    }
    return 0;
  } finally {
    await runtime.close();
  }
}

/** Whether a word of the selection names a node: as under dbt, of `+orders` and `path:models/orders.sql` it is `orders`. */
function isNamed({ select }: Options): (compiled: CompiledNode) => boolean {
  const names = new Set(select.flatMap((criterion) => criterion.split(/\W+/)));
  return ({ node }) => names.has(node.name);
}

function print({ invocation }: Session, options: Options, compiled: readonly CompiledNode[]): void {
  const { console } = invocation;
  for (const { node, sql } of compiled) {
    if (options.output === 'json') {
      const name = options.inline === null ? { node: node.name } : {};
      console.printJson({ ...name, compiled: sql }, { indent: 2 });
      continue;
    }
    if (compiled.length > 1) console.print(console.style.bold(`-- ${node.path}`));
    console.print(sql);
  }
}
