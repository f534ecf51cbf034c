import type { Diagnostic } from '../../core/errors.js';
import type { SourceNode } from '../../spi/node.js';
import type { GraphNode } from './order.js';
import { type Routed, type RouteSettings, routeModels } from './route.js';

/** What is needed to try the project's other outputs. */
export interface OtherOutputs {
  /** the project's own connection, e.g. `shop.dev` */
  readonly own: string;
  /** every connection of the profiles file */
  readonly names: readonly string[];
  /** sources and models that name an output whatever `--target` says: id -> the name */
  readonly pinned: ReadonlyMap<string, string>;
}

/** Warns of models whose route would differ under another output of the project's profile. */
export function outputWarnings(
  order: readonly GraphNode[],
  routes: ReadonlyMap<string, Routed>,
  settings: RouteSettings,
  { own, names, pinned }: OtherOutputs,
): readonly Diagnostic[] {
  const dot = own.indexOf('.');
  if (dot < 0 || pinned.size === 0) return [];
  const profile = own.slice(0, dot + 1);
  const others = names.filter((name) => name.startsWith(profile) && name !== own);
  const warned = new Map<string, Diagnostic>();
  for (const other of others) {
    const moved = (id: string, connection: string): string =>
      connection === own && !pinned.has(id) ? other : connection;
    const sources = new Map<string, SourceNode>();
    for (const [id, source] of settings.sources)
      sources.set(id, { ...source, connection: moved(id, source.connection) });
    const nodes = order.map((node) => {
      const at = { ...node.node, connection: moved(node.node.id, node.node.connection) };
      return { ...node, node: at };
    });
    const withoutSql = new Map(settings.withoutSql);
    const kinds = routeModels(nodes, { ...settings, sources, withoutSql });
    for (const { node: model } of order) {
      if (model.traits.kind === 'test' || model.traits.kind === 'analysis') continue;
      const here = routes.get(model.id)!.route.kind;
      const there = kinds.get(model.id)!.route;
      if (model.config.materialized === 'ephemeral' || here === there.kind || warned.has(model.id)) continue;
      warned.set(model.id, {
        code: 'DVT1212',
        message: `The model ${model.name} is ${here} on ${own}, but would be ${there.kind} on ${other}: ${there.reason}.`,
        location: { path: model.path, line: 1, column: 1 },
        hint: `Say \`profile: ${profile.slice(0, -1)}\` instead of an output, so that the source moves with --target.`,
      });
    }
  }
  return [...warned.values()];
}
