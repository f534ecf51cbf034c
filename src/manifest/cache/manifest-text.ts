import { PyFloat } from '../../jinja/index.js';
import type { Manifest } from '../../spi/manifest.js';
import type { ManifestNode } from '../../spi/node.js';

const MAPS = [
  'sources',
  'exposures',
  'unitTests',
  'groups',
  'docs',
  'macros',
  'selectors',
  'disabled',
  'children',
] as const;

/** A manifest as JSON has it: its maps are lists of pairs, and a float that reads like a whole number is marked. */
export function toPlainManifest(manifest: Manifest): Readonly<Record<string, unknown>> {
  const nodes = [...manifest.nodes].map(([id, node]) => [id, withArguments(node, marked)]);
  const maps = MAPS.map((name) => [name, [...manifest[name]]] as const);
  return { projectName: manifest.projectName, nodes, ...Object.fromEntries(maps) };
}

/** The manifest that `toPlainManifest` was given. */
export function fromPlainManifest(plain: Readonly<Record<string, unknown>>): Manifest {
  const pairs = (name: string) => new Map(plain[name] as [string, never][]);
  const nodes = [...pairs('nodes')].map(([id, node]) => [id, withArguments(node as ManifestNode, unmarked)] as const);
  const maps = Object.fromEntries(MAPS.map((name) => [name, pairs(name)])) as unknown as Pick<
    Manifest,
    (typeof MAPS)[number]
  >;
  return { projectName: String(plain['projectName']), nodes: new Map(nodes), ...maps };
}

const FLOAT = '$float';

function withArguments(node: ManifestNode, map: (value: unknown) => unknown): ManifestNode {
  if (node.kind !== 'test' || node.generic === null) return node;
  const args = Object.entries(node.generic.arguments).map(([name, value]) => [name, map(value)] as const);
  return { ...node, generic: { ...node.generic, arguments: Object.fromEntries(args) } };
}

function marked(value: unknown): unknown {
  if (value instanceof PyFloat) return { [FLOAT]: value.value };
  if (Array.isArray(value)) return value.map(marked);
  if (value === null || typeof value !== 'object') return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, marked(item)]));
}

function unmarked(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(unmarked);
  if (value === null || typeof value !== 'object') return value;
  const entries = Object.entries(value);
  if (entries.length === 1 && entries[0]![0] === FLOAT) return new PyFloat(Number(entries[0]![1]));
  return Object.fromEntries(entries.map(([key, item]) => [key, unmarked(item)]));
}
