import { DvtError } from '../../core/errors.js';
import type { ManifestNode } from '../../spi/node.js';
import type { NodeWork, Published } from '../node-work.js';
import type { RunContext } from '../run-context.js';
import { runFederated } from './federated-model.js';
import { runInPlace } from './in-place-model.js';
import { runMaterialization } from './materialized-model.js';
import { publishable } from './publishable.js';

/** Publishes a model or a snapshot, by dvt's own table and view or by a Jinja materialization. */
export async function runModel(work: NodeWork): Promise<Published> {
  const { node } = work.plan;
  if (!(await isTableOrView(node, work.context))) return runMaterialization(work);
  return node.route.kind === 'in place' ? runInPlace(work) : runFederated(work);
}

/**
 * Tables and views are dvt's own, whose swap no reader notices, unless the project brings another. An incremental model
 * that is not there yet, or is built anew, is a table.
 */
async function isTableOrView(node: ManifestNode, context: RunContext): Promise<boolean> {
  const { materialized } = node.config;
  const own = materialized === 'table' || materialized === 'view';
  if (own && node.route.kind === 'federated' && materialized === 'view') return true;
  const choice = await (await context.macros()).materialization(node);
  if (own) return choice === null || choice.builtIn;
  if (choice === null) throw unknownMaterialization(node);
  return materialized === 'incremental' && choice.builtIn && (await isBuiltAnew(node, context));
}

/** Whether an incremental model is computed whole: its table is not there, or `--full-refresh` asks for it. */
export async function isBuiltAnew(
  node: ManifestNode,
  context: Pick<RunContext, 'catalog' | 'fullRefresh'>,
): Promise<boolean> {
  const asked = node.config.raw['full_refresh'];
  if (typeof asked === 'boolean' ? asked : context.fullRefresh) return true;
  const found = await context.catalog.describe(node.connection, publishable(node).relation);
  return found === null || found.kind === 'view';
}

function unknownMaterialization({ name, path, config }: ManifestNode): DvtError {
  return new DvtError({
    code: 'DVT5015',
    message: `${name} has the materialization ${config.materialized}, which neither dvt nor the project has for its target.`,
    location: { path, line: 1, column: 1 },
    hint: `Known are table, view, incremental and ephemeral; define {% materialization ${config.materialized}, default %} in a macro file for another.`,
  });
}
