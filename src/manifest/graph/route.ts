import type { Diagnostic } from '../../core/errors.js';
import type { NodeConfig, Route, SourceNode } from '../../spi/node.js';
import { storesFailures } from '../tests/config.js';
import type { GraphNode } from './order.js';

/** What routes depend on besides the graph. */
export interface RouteSettings {
  readonly sources: ReadonlyMap<string, SourceNode>;
  /** `compute.default_engine` or `--compute` */
  readonly defaultEngine: string;
  /** connections whose adapter cannot run SQL itself, with its title */
  readonly withoutSql: ReadonlyMap<string, string>;
}

/** A node's route and what follows from it. */
export interface Routed {
  readonly route: Route;
  readonly materialized: NodeConfig['materialized'];
  readonly problems: readonly Diagnostic[];
  readonly warnings: readonly Diagnostic[];
}

/** Decides the routes of all nodes, parents before children. */
export function routeModels(order: readonly GraphNode[], settings: RouteSettings): ReadonlyMap<string, Routed> {
  const routed = new Map<string, Routed>();
  const inputs = new InputConnections(order, settings.sources);
  for (const node of order) {
    const foreign = inputs.of(node).filter((input) => input.connection !== node.node.connection);
    routed.set(node.node.id, decide(node, foreign, settings));
  }
  return routed;
}

/** An input and the connection it lives on. */
interface ForeignInput {
  /** as the template names it: `source('pg', 'customers')`, `ref('orders')` */
  readonly shown: string;
  readonly connection: string;
}

/** The relations that models read in the end: through ephemeral parents, transitively. */
class InputConnections {
  readonly #nodes = new Map<string, GraphNode>();
  readonly #sources: ReadonlyMap<string, SourceNode>;
  readonly #found = new Map<string, readonly ForeignInput[]>();

  constructor(order: readonly GraphNode[], sources: ReadonlyMap<string, SourceNode>) {
    for (const node of order) this.#nodes.set(node.node.id, node);
    this.#sources = sources;
  }

  of(node: GraphNode): readonly ForeignInput[] {
    const known = this.#found.get(node.node.id);
    if (known !== undefined) return known;
    const inputs = new Map<string, ForeignInput>();
    for (const id of node.reads) for (const input of this.#inputsOf(id)) inputs.set(input.shown, input);
    const list = [...inputs.values()];
    this.#found.set(node.node.id, list);
    return list;
  }

  #inputsOf(id: string): readonly ForeignInput[] {
    const source = this.#sources.get(id);
    if (source !== undefined) {
      return [{ shown: `source('${source.sourceName}', '${source.name}')`, connection: source.connection }];
    }
    const parent = this.#nodes.get(id)!;
    if (parent.node.config.materialized === 'ephemeral') return this.of(parent);
    return [{ shown: `ref('${parent.node.name}')`, connection: parent.node.connection }];
  }
}

/**
 * Tests run where what they read lives: on the one connection of all their inputs, unless `target:` says another or the
 * failures are kept, which nobody wants in a source's database.
 */
export function placeTests(
  order: readonly GraphNode[],
  sources: ReadonlyMap<string, SourceNode>,
  own: string,
): readonly GraphNode[] {
  const inputs = new InputConnections(order, sources);
  return order.map((entry) => {
    const { node } = entry;
    if (node.traits.kind !== 'test' || node.config.target !== null) return entry;
    const read = new Set(inputs.of(entry).map((input) => input.connection));
    const [only] = read;
    const kept = storesFailures(node.config);
    const connection = kept ? own : read.size === 1 ? only! : node.connection;
    return connection === node.connection ? entry : { ...entry, node: { ...node, connection } };
  });
}

function decide(node: GraphNode, foreign: readonly ForeignInput[], settings: RouteSettings): Routed {
  const { node: model } = node;
  const { compute } = model.config;
  const filesOnly = settings.withoutSql.get(model.connection);
  const problems: Diagnostic[] = [];
  const { kind } = model.traits;
  if (kind === 'seed' || kind === 'operation') {
    const reason = kind === 'seed' ? 'it is loaded from a file' : `it runs on ${model.connection}`;
    return { route: { kind: 'in place', engine: null, reason }, ...fixedMaterialized(model), problems };
  }
  let route: Route;
  if (compute === 'target') {
    route = { kind: 'in place', engine: null, reason: 'compute: target' };
    const obstacle = foreign[0];
    if (obstacle !== undefined) problems.push(notOnTarget(node, foreign));
    else if (filesOnly !== undefined) problems.push(cannotRunSql(node, filesOnly));
  } else if (compute !== null) {
    route = { kind: 'federated', engine: engineOf(compute, settings), reason: `compute: ${compute}` };
  } else if (foreign.length > 0) {
    const names = [...new Set(foreign.map((input) => input.connection))];
    route = { kind: 'federated', engine: settings.defaultEngine, reason: `reads ${names.join(', ')}` };
  } else if (filesOnly !== undefined) {
    const reason = `${model.connection} (${filesOnly}) runs no SQL`;
    route = { kind: 'federated', engine: settings.defaultEngine, reason };
  } else {
    route = { kind: 'in place', engine: null, reason: inPlaceReason(node) };
  }
  return { route, ...materialize(node, route), problems };
}

function engineOf(compute: 'duckdb' | 'spark' | 'auto', settings: RouteSettings): string {
  return compute === 'auto' ? settings.defaultEngine : compute;
}

function inPlaceReason(node: GraphNode): string {
  return node.reads.length === 0 ? 'it reads no relation' : `all inputs are on ${node.node.connection}`;
}

function fixedMaterialized({ config }: GraphNode['node']): Pick<Routed, 'materialized' | 'warnings'> {
  return { materialized: config.materialized ?? 'view', warnings: [] };
}

/** In place a view, as under dbt; federated a table, and only a view that the user asked for is worth a word. */
function materialize(node: GraphNode, route: Route): Pick<Routed, 'materialized' | 'warnings'> {
  const { config, name, path } = node.node;
  const declared = config.materialized ?? 'view';
  if (node.node.traits.kind !== 'model' || route.kind === 'in place' || declared !== 'view') {
    return fixedMaterialized(node.node);
  }
  if (config.materialized === null || !config.materializedExplicit) return { materialized: 'table', warnings: [] };
  const warning = {
    code: 'DVT1211',
    message: `The model ${name} is published as a table, not as a view: it is federated (${route.reason}).`,
    location: { path, line: 1, column: 1 },
    hint: "Write `materialized='table'`: a view cannot read another database.",
  };
  return { materialized: 'table', warnings: [warning] };
}

function notOnTarget(node: GraphNode, foreign: readonly ForeignInput[]): Diagnostic {
  const { name, path, connection } = node.node;
  const inputs = foreign.map((input) => `${input.shown} on ${input.connection}`);
  return {
    code: 'DVT1213',
    message: `The ${node.node.traits.kind} ${name} says \`compute: target\`, but reads ${inputs.join(', ')}; its target is ${connection}.`,
    location: { path, line: 1, column: 1 },
    hint: 'Take `compute: target` out to compute it in the engine, or read only from its own connection.',
  };
}

function cannotRunSql(node: GraphNode, adapter: string): Diagnostic {
  const { name, path, connection } = node.node;
  return {
    code: 'DVT1213',
    message: `The ${node.node.traits.kind} ${name} says \`compute: target\`, but ${connection} (${adapter}) runs no SQL itself.`,
    location: { path, line: 1, column: 1 },
    hint: 'Take `compute: target` out.',
  };
}
