import { DvtError } from '../../core/errors.js';
import type { Connection } from '../../spi/connection.js';
import type { ManifestNode } from '../../spi/node.js';
import type { NodeResult } from '../../spi/run-result.js';
import type { ExitCode } from '../exit-code.js';
import type { Options } from '../options.js';
import { parse } from '../parsed-project.js';
import { openRuntime, type Runtime } from '../runtime.js';
import { selected } from '../selected-nodes.js';
import type { Session } from '../session.js';
import { type StateRelation, stateFolder, stateRelations } from '../state-relations.js';
import { writeManifest, writeRunResults } from '../write-artifacts.js';

/** `dvt clone`: a view on what another run published, for each selected node that this target does not have yet. */
export async function cloneCommand(session: Session, options: Options): Promise<ExitCode> {
  const relations = await stateRelations(session, stateFolder(session, 'dvt clone'));
  const parsed = await parse(session);
  await writeManifest(session, parsed);
  const nodes = (await selected(session, parsed.manifest)).filter(
    (item): item is ManifestNode =>
      (item.kind === 'model' || item.kind === 'seed' || item.kind === 'snapshot') && item.relation !== null,
  );
  const runtime = openRuntime(session, parsed, new Set(nodes.map(({ connection }) => connection)));
  const { emit } = session;
  const results: NodeResult[] = [];
  try {
    for (const [index, node] of nodes.entries()) {
      const place = `${index + 1} of ${nodes.length}`;
      const startedAt = new Date();
      const { said, ...end } = await cloneOrFail(node, relations, runtime, options.fullRefresh);
      results.push({ ...NOTHING, node, startedAt, completedAt: new Date(), ...end });
      for (const diagnostic of end.diagnostics) emit({ type: 'warning', diagnostic });
      emit({ type: 'notice', message: `${place} ${said}` });
    }
    await writeRunResults(session, results, runtime.snapshots);
    return results.every(({ status }) => status === 'success') ? 0 : 1;
  } finally {
    await runtime.close();
  }
}

const NOTHING = {
  failures: null,
  rows: null,
  bytesLoaded: null,
  extractions: [],
  compiledSql: null,
  compiledPath: null,
  failedRows: null,
  timing: [],
  skippedBecause: null,
} as const;

/** How the clone of a node ended, and a line that tells of it. */
interface Cloned extends Pick<NodeResult, 'status' | 'message' | 'diagnostics'> {
  readonly said: string;
}

async function cloneOrFail(
  node: ManifestNode,
  relations: (node: ManifestNode) => Promise<StateRelation | null>,
  runtime: Runtime,
  fullRefresh: boolean,
): Promise<Cloned> {
  try {
    const said = await clone(node, await relations(node), runtime, fullRefresh);
    const message = said.startsWith('NO-OP') ? 'No-op' : 'CREATE VIEW';
    return { status: 'success', message, diagnostics: [], said };
  } catch (error) {
    if (!(error instanceof DvtError)) throw error;
    const location = { path: node.path, line: 1, column: 1 };
    const diagnostics = error.diagnostics.map((diagnostic) => ({ location, ...diagnostic }));
    return { status: 'error', message: null, diagnostics, said: `ERROR cloning ${node.name}` };
  }
}

async function clone(
  node: ManifestNode,
  then: StateRelation | null,
  runtime: Runtime,
  fullRefresh: boolean,
): Promise<string> {
  const final = node.relation!;
  const connection: Connection = await runtime.connections.get(node.connection);
  const shown = connection.dialect.relation(final);
  if (then === null) return `NO-OP ${node.name}: the other run has no relation of it`;
  if (then.connection !== node.connection) throw elsewhere(node, then);
  const target = await runtime.connections.target(node.connection, final);
  const source = connection.dialect.relation(then.name);
  if (source === shown) return `NO-OP ${shown}: it is the other run's own relation`;
  const [existing] = await connection.describe([final]);
  if (existing != null && !fullRefresh) return `NO-OP ${shown}: it exists already`;
  const options = { runId: runtime.runId, rows: null, onDependents: node.config.onDependents };
  await target.publishView(final, `select * from ${source}`, options);
  await describe(node, connection, runtime);
  return `OK created view ${shown} on ${source}`;
}

/** Grants and comments of its own, as the macros of its connection write them. */
async function describe(node: ManifestNode, connection: Connection, runtime: Runtime): Promise<void> {
  const { grants, persist_docs: docs } = node.config.raw;
  const said = (value: unknown): boolean => Object.keys((value ?? {}) as object).length > 0;
  if (!said(grants) && !said(docs)) return;
  const session = await connection.session();
  try {
    const macros = await (await runtime.macros()).over(node, session);
    const relation = macros.relation(node.relation!, 'view');
    if (said(grants)) await macros.call('apply_grants', [relation, grants, false]);
    if (said(docs)) await macros.call('persist_docs', [relation, macros.model]);
    await session.commit();
  } finally {
    await session.close();
  }
}

function elsewhere(node: ManifestNode, then: StateRelation): DvtError {
  return new DvtError({
    code: 'DVT5017',
    message: `${node.name} was published on ${then.connection}, and is published on ${node.connection} now.`,
    hint: 'A view cannot reach into another connection: run the node in place of cloning it.',
  });
}
