import { DvtError } from '../core/errors.js';
import { nearest } from '../core/nearest.js';
import { type IndirectSelection, select } from '../select/index.js';
import type { Exposure, Manifest, UnitTest } from '../spi/manifest.js';
import type { ManifestNode, SourceNode } from '../spi/node.js';
import { INLINE } from './parsed-project.js';
import type { Session } from './session.js';
import { stateArtifacts } from './state-artifacts.js';

/** Anything that a selection can name. */
export type Selected = ManifestNode | SourceNode | Exposure | UnitTest;

/** What the command line selects, of every kind, in topological order; kinds that `--resource-type` leaves out are out. */
export async function selected(session: Session, manifest: Manifest): Promise<Selected[]> {
  const { options } = session.invocation;
  const { ids, warnings } = select(manifest, {
    select: options.select,
    exclude: options.exclude,
    selector: options.selector,
    indirect: (options.indirectSelection ?? 'eager') as IndirectSelection,
    state: await stateArtifacts(session, manifest),
  });
  for (const diagnostic of warnings) session.emit({ type: 'warning', diagnostic });
  const { resourceTypes, excludeResourceTypes } = options;
  for (const type of [...resourceTypes, ...excludeResourceTypes]) checkResourceType(type);
  const wanted = (kind: string): boolean =>
    kind !== 'operation' &&
    (resourceTypes.length === 0 ||
      resourceTypes.includes(kind) ||
      resourceTypes.includes('all') ||
      resourceTypes.includes('default')) &&
    !excludeResourceTypes.includes(kind);
  return ids
    .map((id) => find(manifest, id))
    .filter((item) => item !== undefined)
    .filter((item) => wanted(item.kind));
}

const RESOURCE_TYPES = ['model', 'seed', 'snapshot', 'test', 'unit_test', 'source', 'exposure', 'analysis', 'all'];
/** kinds of dbt that dvt has none of */
const EMPTY_TYPES = ['default', 'metric', 'semantic_model', 'saved_query', 'function', 'operation'];

function checkResourceType(type: string): void {
  if (RESOURCE_TYPES.includes(type) || EMPTY_TYPES.includes(type)) return;
  const near = nearest(type, RESOURCE_TYPES);
  throw new DvtError({
    code: 'DVT1040',
    message: `There is no resource type \`${type}\`.`,
    hint: near === null ? `There are ${RESOURCE_TYPES.join(', ')}.` : `Did you mean \`${near}\`?`,
  });
}

function find(manifest: Manifest, id: string): Selected | undefined {
  return manifest.nodes.get(id) ?? manifest.sources.get(id) ?? manifest.unitTests.get(id) ?? manifest.exposures.get(id);
}

/** The selected nodes of some kinds in topological order; a selection that matches none is a warning, as in dbt. */
export async function selectedNodes(
  session: Session,
  manifest: Manifest,
  kinds: readonly ManifestNode['kind'][],
): Promise<ManifestNode[]> {
  const inline = manifest.nodes.get(`model.${manifest.projectName}.${INLINE}`);
  if (session.invocation.options.inline !== null && inline !== undefined) return [inline];
  const items = await selected(session, manifest);
  const nodes = items.filter(
    (item): item is ManifestNode => kinds.includes(item.kind as ManifestNode['kind']) && !isBlank(item),
  );
  if (nodes.length === 0) {
    const message = 'The selection matches no node; there is nothing to do.';
    session.emit({ type: 'warning', diagnostic: { code: 'DVT1230', message } });
  }
  return nodes;
}

/** A file without a word in it: listed, and never compiled or run, as in dbt. */
export function isBlank(item: Selected): boolean {
  return 'rawCode' in item && item.kind !== 'seed' && item.rawCode.trim() === '';
}

/** The selected models that are run; ephemeral ones live in their consumers only. */
export async function runnableModels(session: Session, manifest: Manifest): Promise<ManifestNode[]> {
  const nodes = (await selectedNodes(session, manifest, ['model'])).filter((node) => node.relation !== null);
  refuseSpark(nodes);
  return nodes;
}

/** Running Spark is not built yet; it is said before anything begins. */
export function refuseSpark(nodes: readonly ManifestNode[]): void {
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
