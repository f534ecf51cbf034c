import { DvtError } from '../../core/errors.js';
import { Stopwatch, withNamespace } from '../../execute/index.js';
import type { Manifest } from '../../spi/manifest.js';
import type { ManifestNode } from '../../spi/node.js';
import type { ResultTable } from '../../spi/result-table.js';
import type { ExitCode } from '../exit-code.js';
import type { Options } from '../options.js';
import { checkInline, parse } from '../parsed-project.js';
import { formOf, limitOf, printResult } from '../print-result.js';
import { openRuntime, type Runtime } from '../runtime.js';
import { selectedNodes } from '../selected-nodes.js';
import type { Session } from '../session.js';
import { showDirectly } from '../show-directly.js';
import { writeManifest } from '../write-artifacts.js';

/** `dvt show`: computes a model's query and prints its first rows; nothing is published. */
export async function showCommand(session: Session, options: Options): Promise<ExitCode> {
  if (options.inlineDirect !== null) {
    await showDirectly(session, options.inlineDirect);
    return 0;
  }
  if (options.select.length === 0 && options.inline === null) throw nothingAsked();
  checkInline(options);
  const parsed = await parse(session, options.inline);
  const nodes = await shownNodes(session, parsed.manifest);
  await writeManifest(session, parsed);
  const runtime = openRuntime(session, parsed, new Set());
  // Nothing is written, so that all that a query reads has one state in its source, as in a run.
  runtime.snapshots.begin(
    nodes.map((node) => ({ ...node, relation: null })),
    parsed.manifest,
  );
  const { console } = session.invocation;
  try {
    for (const node of nodes) {
      const result = await firstRows(node, runtime, limitOf(options), session.signal);
      if (formOf(options) === 'table' && nodes.length > 1) console.print(console.style.bold(node.name));
      printResult(session, result, options.inline === null ? nameOf(node) : null);
    }
    return 0;
  } finally {
    await runtime.close();
  }
}

function nameOf(node: ManifestNode): string {
  return node.kind === 'model' && node.version !== null ? `${node.name}.v${node.version}` : node.name;
}

/** Tests come with the models that they test; who asks for tests alone wants to see what they find. */
async function shownNodes(session: Session, manifest: Manifest): Promise<readonly ManifestNode[]> {
  const nodes = await selectedNodes(session, manifest, ['model', 'snapshot', 'analysis', 'seed', 'test']);
  const others = nodes.filter(({ kind }) => kind !== 'test');
  return others.length > 0 ? others : nodes;
}

async function firstRows(
  node: ManifestNode,
  runtime: Runtime,
  limit: number,
  signal: AbortSignal,
): Promise<ResultTable> {
  if (node.kind === 'seed') {
    const connection = await runtime.connections.get(node.connection);
    return connection.query(`select * from ${connection.dialect.relation(node.relation!)}`, { limit, signal });
  }
  const compiled = await runtime.compile(node);
  const plan = await runtime.plan(compiled);
  if (node.route.kind === 'in place') {
    const connection = await runtime.connections.get(node.connection);
    return connection.query(compiled.sql, { limit, signal });
  }
  if ('reason' in plan) {
    throw new DvtError({
      code: 'DVT5011',
      message: `${node.name} ${plan.reason}.`,
      hint: `Build what it reads first: dvt run --select +${node.name}`,
    });
  }
  const work = { context: runtime, plan, stopwatch: new Stopwatch(), signal, shared: null };
  return withNamespace(work, async (namespace) => {
    const engine = await runtime.engine();
    const cancel = (): void => void engine.cancel(namespace);
    signal.addEventListener('abort', cancel, { once: true });
    try {
      return await engine.query({ namespace, sql: plan.compiled.sql }, limit);
    } finally {
      signal.removeEventListener('abort', cancel);
    }
  });
}

function nothingAsked(): DvtError {
  return new DvtError({
    code: 'DVT1231',
    message: 'dvt show needs a model or a query.',
    hint: `Say --select NAME, or --inline "select * from {{ ref('NAME') }}".`,
  });
}
