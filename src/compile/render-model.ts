import { BUILT_IN_PATH } from '../context/index.js';
import { DvtError } from '../core/errors.js';
import { nearest } from '../core/nearest.js';
import type { Location } from '../core/position.js';
import { mapOffset, type Rendered } from '../jinja/index.js';
import type { Manifest } from '../spi/manifest.js';
import type { ManifestNode, SourceNode } from '../spi/node.js';
import type { CompileContext } from './compile-context.js';
import { executeGlobals, type Rendering } from './execute-globals.js';
import { MappedSql } from './mapped-sql.js';
import { ephemeralObject, type KnownRelation, relationObject } from './node-relations.js';
import { statementOf } from './statement-of.js';
import { placedInUserFiles } from './user-place.js';

/** A template rendered for one consumer. */
export interface RenderedModel {
  /** one statement, without a semicolon at its end */
  readonly sql: MappedSql;
  /** ephemeral models that it reads, in the order of first use */
  readonly ephemerals: readonly ManifestNode[];
  /** relations that it reads, in the order of first use */
  readonly relations: readonly KnownRelation[];
}

/** Renders `node` in the dialect of `consumer`. Throws what its template throws, placed in the user's files. */
export async function renderModel(
  node: ManifestNode,
  consumer: ManifestNode,
  context: CompileContext,
  relationOf: (node: ManifestNode | SourceNode) => Promise<KnownRelation>,
): Promise<RenderedModel> {
  const ephemerals = new Map<string, ManifestNode>();
  const relations = new Map<string, KnownRelation>();
  const read = async (input: ManifestNode | SourceNode) => {
    if (input.kind === 'model' && input.config.materialized === 'ephemeral') {
      ephemerals.set(input.id, input);
      return ephemeralObject(input);
    }
    const relation = await relationOf(input);
    relations.set(input.id, relation);
    return relationObject(relation, consumer, context.quoting);
  };
  const rendering: Rendering = {
    node,
    consumer,
    target: await context.profile(consumer.connection),
    self: relationObject(await relationOf(node), consumer, context.quoting),
    ref: async ({ name }) => read(declaredModel(name, node, context.manifest)),
    source: async ({ source, table }) => read(declaredSource(source, table, node, context.manifest)),
  };
  try {
    const template = context.templater.parse(node.rawCode, { name: node.path });
    const rendered = await context.templater.render(template, executeGlobals(rendering, context));
    const sql = statementOf(mapped(rendered), consumer.route.kind === 'federated');
    return { sql, ephemerals: [...ephemerals.values()], relations: [...relations.values()] };
  } catch (error) {
    throw error instanceof DvtError ? placedInUserFiles(error, node) : error;
  }
}

function mapped({ text, sourceMap }: Rendered): MappedSql {
  const locate = (offset: number): Location | null => {
    const position = mapOffset(sourceMap, offset);
    if (position === undefined) return null;
    const place = [position, ...position.calls].find(({ template }) => !template.startsWith(BUILT_IN_PATH));
    return place === undefined ? null : { path: place.template, line: place.line, column: place.column };
  };
  return new MappedSql([{ text, locate }]);
}

function declaredModel(name: string, node: ManifestNode, manifest: Manifest): ManifestNode {
  const found = manifest.nodes.get(`model.${node.packageName}.${name}`);
  if (found !== undefined && node.dependsOn.includes(found.id)) return found;
  if (found === undefined) {
    const near = nearest(
      name,
      [...manifest.nodes.values()].map((model) => model.name),
    );
    const hint = near === null ? {} : { hint: `Did you mean ref('${near}')?` };
    throw new DvtError({ code: 'DVT2101', message: `There is no model '${name}' to ref.`, ...hint });
  }
  throw undeclared(`ref('${name}')`, node);
}

function declaredSource(source: string, table: string, node: ManifestNode, manifest: Manifest): SourceNode {
  const found = manifest.sources.get(`source.${node.packageName}.${source}.${table}`);
  const call = `source('${source}', '${table}')`;
  if (found === undefined) throw new DvtError({ code: 'DVT2102', message: `There is no ${call}.` });
  if (!node.dependsOn.includes(found.id)) throw undeclared(call, node);
  return found;
}

/** The order of the run was made without it, so that it may not be there yet. */
function undeclared(call: string, node: ManifestNode): DvtError {
  return new DvtError({
    code: 'DVT2106',
    message: `${node.name} calls ${call} only while it is compiled, so that its place in the run was decided without it.`,
    hint: `Name it at the top of the model: -- depends_on: {{ ${call} }}`,
  });
}
