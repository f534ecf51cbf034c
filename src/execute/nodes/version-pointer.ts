import { DvtError } from '../../core/errors.js';
import type { ManifestNode, ModelNode } from '../../spi/node.js';
import type { NodePlan } from '../../spi/plan.js';
import type { RelationName } from '../../spi/relation.js';
import type { NodeWork } from '../node-work.js';
import { runModel } from './model.js';

/**
 * Publishes the view without a version in its name that points to the latest version of a model, where the model asks for one
 * (`latest_version_pointer`, dbt-core 1.12): `select *` of what was just published, with the model's grants and without its
 * hooks. Its name is that of the macro `generate_latest_version_pointer_alias`. Throws DVT5017 where that name is taken.
 */
export async function publishVersionPointer(node: ManifestNode, work: Omit<NodeWork, 'plan'>): Promise<void> {
  if (node.kind !== 'model' || node.latestVersionPointer === null || node.relation === null) return;
  const { connections, catalog } = work.context;
  const pointer = pointerNode(node, { ...node.relation, identifier: await pointerName(node, work) });
  const { dialect } = await connections.get(node.connection);
  checkFree(node, pointer.relation, work);
  const sql = `select * from ${dialect.relation(node.relation)}`;
  const compiled = { node: pointer, sql, locate: () => null, inputs: [], columnTypes: new Map(), withoutSql: [] };
  const plan: NodePlan = { node: pointer, compiled, scans: [], columns: null, warnings: [] };
  await runModel({ ...work, plan });
  catalog.forget(node.connection, pointer.relation);
}

async function pointerName(node: ModelNode, { context }: Omit<NodeWork, 'plan'>): Promise<string> {
  const connection = await context.connections.get(node.connection);
  const session = await connection.session();
  try {
    const macros = await (await context.macros()).over(node, session);
    const { alias } = node.latestVersionPointer!;
    const name = await macros.call('generate_latest_version_pointer_alias', [alias, macros.model]);
    return String(name ?? '').trim();
  } finally {
    await session.close();
  }
}

function pointerNode(node: ModelNode, relation: RelationName): ModelNode & { readonly relation: RelationName } {
  const { raw } = node.config;
  const bare = { pre_hook: [], post_hook: [], persist_docs: {}, indexes: [], materialized: 'view' };
  return {
    ...node,
    id: `${node.id}__latest_version_pointer`,
    relation,
    route: { kind: 'in place', engine: null, reason: 'it is a view of its latest version' },
    config: { ...node.config, alias: relation.identifier, materialized: 'view', raw: { ...raw, ...bare } },
  };
}

/** A view that took the place of a table would take its rows along. Names that differ in case alone are one to some databases. */
function checkFree(node: ModelNode, relation: RelationName, { context }: Omit<NodeWork, 'plan'>): void {
  const key = ({ database, schema, identifier }: RelationName) =>
    JSON.stringify([database, schema, identifier.toLowerCase()]);
  const owner = [...context.manifest.nodes.values()].find(
    (one) => one.connection === node.connection && one.relation !== null && key(one.relation) === key(relation),
  );
  if (owner === undefined && relation.identifier !== '') return;
  const whose = owner === node ? 'its own' : `that of ${owner?.id}`;
  throw new DvtError({
    code: 'DVT5017',
    message:
      owner === undefined
        ? `The macro generate_latest_version_pointer_alias gave no name for the view of ${node.name}.`
        : `The view that points to the latest version of ${node.name} would be named ${relation.identifier}, which is ${whose}.`,
    location: { path: node.path, line: 1, column: 1 },
    hint: 'Give it another `alias` in `latest_version_pointer:`, or say `latest_version_pointer: false`.',
  });
}
