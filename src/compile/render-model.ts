import { BUILT_IN_PATH, manifestNodeObject, withoutNones } from '../context/index.js';
import { DvtError } from '../core/errors.js';
import type { Location } from '../core/position.js';
import { mapOffset, type Rendered, type Value } from '../jinja/index.js';
import type { ManifestNode, SourceNode } from '../spi/node.js';
import type { Batch } from '../spi/node-macros.js';
import { batchObject } from './batch-object.js';
import type { CompileContext } from './compile-context.js';
import { withoutSession } from './database-access.js';
import { executeGlobals, type Rendering } from './execute-globals.js';
import { InputResolver } from './input-resolver.js';
import { MappedSql } from './mapped-sql.js';
import { nativeSql } from './native-sql.js';
import { type KnownRelation, relationObject, selfRelation } from './node-relations.js';
import { ResultStore } from './result-store.js';
import { statementOf } from './statement-of.js';
import { testArguments } from './test-arguments.js';
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

/** What a template is rendered for. */
export interface Consumer {
  /** the node that is computed: the template's own, or one that reads it while it is ephemeral */
  readonly node: ManifestNode;
  readonly batch: Batch | null;
}

/** Renders `node` in the dialect of its consumer. Throws what its template throws, placed in the user's files. */
export async function renderModel(
  node: ManifestNode,
  consumer: Consumer,
  context: CompileContext,
  relationOf: (node: ManifestNode | SourceNode) => Promise<KnownRelation>,
): Promise<RenderedModel> {
  const { engine, kind } = consumer.node.route;
  const shown = kind === 'federated' ? 'engine' : 'native';
  const target = await context.profile(consumer.node.connection);
  const caller = { packageName: node.packageName, node };
  const inputs = new InputResolver(caller, shown, context, relationOf, consumer.batch);
  const query = (sql: string) =>
    context.services.query(target.name, engine === null ? sql : nativeSql(sql, target, context.connections));
  const rendering: Rendering = {
    node,
    packageName: node.packageName,
    engine,
    target,
    self: relationObject(await selfRelation(node, context), shown, context.quoting),
    inputs,
    database: withoutSession(query),
    results: new ResultStore(),
    names: batchNames(node, consumer, context),
  };
  try {
    const template = context.templater.parse(node.rawCode, { name: node.path });
    const names = await testArguments(node, executeGlobals(rendering, context), context);
    const rendered = await context.templater.render(
      template,
      executeGlobals({ ...rendering, names: new Map([...rendering.names, ...names]) }, context),
    );
    const sql = statementOf(mapped(rendered), kind === 'federated');
    return { sql, ephemerals: [...inputs.ephemerals.values()], relations: [...inputs.relations.values()] };
  } catch (error) {
    throw error instanceof DvtError ? placedInUserFiles(error, node) : error;
  }
}

/** A microbatch model's templates find their batch in `model`. */
function batchNames(node: ManifestNode, { batch }: Consumer, { facts }: CompileContext): ReadonlyMap<string, Value> {
  return new Map(
    batch === null ? [] : [['model', { ...withoutNones(manifestNodeObject(node, facts)), batch: batchObject(batch) }]],
  );
}

/** A rendered text with the places in the user's files that it came from. */
export function mapped({ text, sourceMap }: Rendered): MappedSql {
  const locate = (offset: number): Location | null => {
    const position = mapOffset(sourceMap, offset);
    if (position === undefined) return null;
    const place = [position, ...position.calls].find(({ template }) => !template.startsWith(BUILT_IN_PATH));
    return place === undefined ? null : { path: place.template, line: place.line, column: place.column };
  };
  return new MappedSql([{ text, locate }]);
}
