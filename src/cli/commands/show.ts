import { DvtError } from '../../core/errors.js';
import { Stopwatch, withNamespace } from '../../execute/index.js';
import { type ResultForm, resultText } from '../../report/result-text.js';
import type { ManifestNode } from '../../spi/node.js';
import type { ResultTable } from '../../spi/result-table.js';
import type { ExitCode } from '../exit-code.js';
import type { Options } from '../options.js';
import { checkInline, parse } from '../parsed-project.js';
import { openRuntime, type Runtime } from '../runtime.js';
import { selectedNodes } from '../selected-nodes.js';
import type { Session } from '../session.js';

const DEFAULT_LIMIT = 5;

/** `dvt show`: computes a model's query and prints its first rows; nothing is published. */
export async function showCommand(session: Session, options: Options): Promise<ExitCode> {
  if (options.select.length === 0 && options.inline === null) throw nothingAsked();
  checkInline(options);
  const parsed = await parse(session, options.inline);
  const nodes = await selectedNodes(session, parsed.manifest, ['model']);
  const runtime = openRuntime(session, parsed, new Set());
  const limit = options.limit ?? DEFAULT_LIMIT;
  // Nothing is written, so that all that a query reads has one state in its source, as in a run.
  runtime.snapshots.begin(
    nodes.map((node) => ({ ...node, relation: null })),
    parsed.manifest,
  );
  const { console, redactor } = session.invocation;
  try {
    for (const node of nodes) {
      const result = await firstRows(node, runtime, limit < 0 ? Number.MAX_SAFE_INTEGER : limit, session.signal);
      const name = options.inline === null ? node.name : null;
      const form = (options.output ?? 'table') as ResultForm;
      if (form === 'table' && nodes.length > 1) console.print(console.style.bold(node.name));
      const columns = console.out.isTerminal ? console.out.columns : null;
      // Redacted cell by cell: a table's lines would break where a secret is cut by its width.
      console.out.write(`${resultText(result, form, { node: name, style: console.style, redactor, columns })}\n`);
    }
    return 0;
  } finally {
    await runtime.close();
  }
}

async function firstRows(
  node: ManifestNode,
  runtime: Runtime,
  limit: number,
  signal: AbortSignal,
): Promise<ResultTable> {
  const compiled = await runtime.compile(node);
  if (node.route.kind === 'in place') {
    const connection = await runtime.connections.get(node.connection);
    return connection.query(compiled.sql, { limit, signal });
  }
  const plan = await runtime.plan(compiled);
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
