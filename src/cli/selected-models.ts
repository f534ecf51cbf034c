import { DvtError } from '../core/errors.js';
import { select } from '../select/index.js';
import type { Manifest } from '../spi/manifest.js';
import type { ManifestNode } from '../spi/node.js';
import type { Options } from './options.js';
import { INLINE } from './parsed-project.js';
import type { Session } from './session.js';

/** The selected models that are run, in topological order; ephemeral ones live in their consumers only. */
export function runnable(session: Session, manifest: Manifest, options: Options): ManifestNode[] {
  const nodes = selectedModels(session, manifest, options).filter((node) => node.relation !== null);
  refuseSpark(nodes);
  return nodes;
}

/** The selected models in topological order; a selection that matches nothing is a warning, as in dbt. */
export function selectedModels(session: Session, manifest: Manifest, options: Options): ManifestNode[] {
  const { ids, warnings } = select(manifest, { select: options.select, exclude: options.exclude });
  for (const diagnostic of warnings) session.emit({ type: 'warning', diagnostic });
  const inline = manifest.nodes.get(`model.${manifest.projectName}.${INLINE}`);
  if (options.inline !== null && inline !== undefined) return [inline];
  const nodes = ids.map((id) => manifest.nodes.get(id)).filter((node) => node !== undefined);
  if (nodes.length === 0) {
    const message = 'The selection matches no model; there is nothing to do.';
    session.emit({ type: 'warning', diagnostic: { code: 'DVT1230', message } });
  }
  return nodes;
}

function refuseSpark(nodes: readonly ManifestNode[]): void {
  const spark = nodes.filter((node) => node.route.engine === 'spark');
  if (spark.length === 0) return;
  throw new DvtError(
    spark.map((node) => ({
      code: 'DVT5012',
      message: `${node.name} asks for the engine spark, which this version of dvt does not run yet.`,
      location: { path: node.path, line: 1, column: 1 },
      hint: "Set compute='duckdb' for the model, or default_engine: duckdb in the project file.",
    })),
  );
}
