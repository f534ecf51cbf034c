import { DvtError } from '../../core/errors.js';
import type { Connection } from '../../spi/connection.js';
import type { ManifestNode } from '../../spi/node.js';
import type { ExitCode } from '../exit-code.js';
import type { Options } from '../options.js';
import { parse } from '../parsed-project.js';
import { openRuntime, type Runtime } from '../runtime.js';
import { selected } from '../selected-nodes.js';
import type { Session } from '../session.js';
import { type StateRelation, stateFolder, stateRelations } from '../state-relations.js';
import { writeManifest } from '../write-artifacts.js';

/** `dvt clone`: a view on what another run published, for each selected node that this target does not have yet. */
export async function cloneCommand(session: Session, options: Options): Promise<ExitCode> {
  const relations = await stateRelations(session, stateFolder(session, 'dvt clone'));
  const parsed = await parse(session);
  await writeManifest(session, parsed.manifest);
  const nodes = (await selected(session, parsed.manifest)).filter(
    (item): item is ManifestNode =>
      (item.kind === 'model' || item.kind === 'seed' || item.kind === 'snapshot') && item.relation !== null,
  );
  const runtime = openRuntime(session, parsed, new Set(nodes.map(({ connection }) => connection)));
  const { emit } = session;
  let failed = false;
  try {
    for (const [index, node] of nodes.entries()) {
      const place = `${index + 1} of ${nodes.length}`;
      try {
        const done = await clone(node, await relations(node), runtime, options.fullRefresh);
        emit({ type: 'notice', message: `${place} ${done}` });
      } catch (error) {
        if (!(error instanceof DvtError)) throw error;
        failed = true;
        for (const diagnostic of error.diagnostics) {
          emit({ type: 'warning', diagnostic: { location: { path: node.path, line: 1, column: 1 }, ...diagnostic } });
        }
        emit({ type: 'notice', message: `${place} ERROR cloning ${node.name}` });
      }
    }
    return failed ? 1 : 0;
  } finally {
    await runtime.close();
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
  return `OK created view ${shown} on ${source}`;
}

function elsewhere(node: ManifestNode, then: StateRelation): DvtError {
  return new DvtError({
    code: 'DVT5017',
    message: `${node.name} was published on ${then.connection}, and is published on ${node.connection} now.`,
    hint: 'A view cannot reach into another connection: run the node in place of cloning it.',
  });
}
