import type { KeyPath } from '../../core/located-yaml.js';
import type { Location } from '../../core/position.js';
import type { ConfigTree } from '../../spi/project.js';
import { isMapping } from '../properties/property-reader.js';

/** Configs from one place. Layers are merged from the most general to the most specific. */
export interface ConfigLayer {
  readonly values: Readonly<Record<string, unknown>>;
  /** where it was written */
  readonly location: Location;
  /** where one of its keys was, as written in `values` */
  readonly placeOf?: (key: string) => Location;
  /** `tree`: a project file; `yaml`: a properties file; `call`: `config()` in the node's template */
  readonly origin: 'tree' | 'yaml' | 'call';
}

/** The layers of a config tree that apply to a node, as dbt searches it: the root, then one level an fqn part. */
export function treeLayers(
  tree: ConfigTree,
  fqn: readonly string[],
  { location, locate }: { readonly location: Location; readonly locate: (keys: KeyPath) => Location },
): readonly ConfigLayer[] {
  const layers: ConfigLayer[] = [];
  let level: unknown = tree;
  for (let depth = 0; depth <= fqn.length; depth++) {
    const part = fqn[depth - 1];
    if (part !== undefined) level = Object.hasOwn(level as object, part) ? (level as ConfigTree)[part] : undefined;
    if (!isMapping(level)) break;
    const { values, written } = levelValues(level);
    if (written.size === 0) continue;
    const placeOf = (key: string): Location => locate([...fqn.slice(0, depth), written.get(key) ?? key]);
    layers.push({ values, location, placeOf, origin: 'tree' });
  }
  return layers;
}

/** `+key` is a config whatever its value; a plain key only when its value is no mapping (that is a folder). */
function levelValues(level: ConfigTree): { values: Record<string, unknown>; written: ReadonlyMap<string, string> } {
  const values: Record<string, unknown> = {};
  const written = new Map<string, string>();
  for (const [key, value] of Object.entries(level)) {
    const name = key.startsWith('+') ? key.slice(1).trim() : isMapping(value) ? null : key;
    if (name === null) continue;
    values[name] = value;
    written.set(name, key);
  }
  return { values, written };
}

/** Paths of a tree that apply to none of the nodes, e.g. `models.shop.stagin`. */
export function unusedTreePaths(
  tree: ConfigTree,
  root: string,
  fqns: readonly (readonly string[])[],
): readonly (readonly string[])[] {
  const unused: string[][] = [];
  const visit = (level: ConfigTree, path: readonly string[]): void => {
    const children = Object.entries(level).filter(([key, value]) => !key.startsWith('+') && isMapping(value));
    for (const [key, child] of children) {
      const childPath = [...path, key];
      if (!fqns.some((fqn) => childPath.every((part, i) => fqn[i] === part))) unused.push([root, ...childPath]);
      else visit(child as ConfigTree, childPath);
    }
  };
  visit(tree, []);
  return unused;
}
