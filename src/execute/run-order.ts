import type { Manifest } from '../spi/manifest.js';
import type { ManifestNode } from '../spi/node.js';
import { isUnitTest } from './nodes/unit-test-node.js';

/**
 * For each node of a run, the other nodes of the run that must be done before it. Nodes that are not run themselves
 * (ephemeral, not selected) pass their parents on, as dbt does. With `testsGate`, as `build` has it, what comes after a
 * tested node waits for its tests, and a model waits for its unit tests.
 */
export function dependenciesWithin(
  nodes: readonly ManifestNode[],
  manifest: Manifest,
  testsGate: boolean,
): Map<string, ReadonlySet<string>> {
  const run = new Map(nodes.map((node) => [node.id, node]));
  const nearest = nearestAncestors(run, manifest);
  const dependencies = new Map(
    nodes.map((node) => [node.id, new Set(isUnitTest(node) && !testsGate ? [] : nearest(node))]),
  );
  if (!testsGate) return dependencies;
  const ancestors = allAncestors(manifest);
  const others = nodes.filter((node) => node.kind !== 'test');
  for (const test of nodes.filter((node) => node.kind === 'test')) {
    const unitTest = manifest.unitTests.get(test.id);
    if (unitTest !== undefined) continue;
    // A test of several nodes holds up only what comes after all of them.
    for (const node of others) {
      const behind = ancestors(node.id);
      if (test.dependsOn.length > 0 && test.dependsOn.every((id) => behind.has(id))) {
        dependencies.get(node.id)!.add(test.id);
      }
    }
  }
  // Tests of what is not run wait for the tests before it, as if it stood between them.
  const dataTests = nodes.filter(({ id, kind }) => kind === 'test' && !manifest.unitTests.has(id));
  for (const late of dataTests) {
    const behind = new Set(late.dependsOn.filter((id) => !run.has(id)).flatMap((id) => [...ancestors(id)]));
    if (behind.size === 0) continue;
    for (const early of dataTests) {
      if (early.dependsOn.length > 0 && early.dependsOn.every((id) => behind.has(id))) {
        dependencies.get(late.id)!.add(early.id);
      }
    }
  }
  // A unit test waits for what its model waits for, and the model for the unit test.
  for (const { id } of nodes) {
    const tested = dependencies.get(manifest.unitTests.get(id)?.testedNode ?? '');
    if (tested === undefined) continue;
    dependencies.set(id, new Set([...tested].filter((other) => !manifest.unitTests.has(other))));
    tested.add(id);
  }
  return dependencies;
}

function nearestAncestors(
  run: ReadonlyMap<string, ManifestNode>,
  manifest: Manifest,
): (node: ManifestNode) => ReadonlySet<string> {
  const behind = new Map<string, ReadonlySet<string>>();
  const nearest = (id: string, dependsOn: readonly string[]): ReadonlySet<string> => {
    const known = behind.get(id);
    if (known !== undefined) return known;
    const found = new Set<string>();
    behind.set(id, found);
    for (const parent of dependsOn) {
      if (run.has(parent)) found.add(parent);
      else for (const further of nearest(parent, manifest.nodes.get(parent)?.dependsOn ?? [])) found.add(further);
    }
    return found;
  };
  return (node) => nearest(node.id, node.dependsOn);
}

function allAncestors(manifest: Manifest): (id: string) => ReadonlySet<string> {
  const known = new Map<string, Set<string>>();
  const ancestors = (id: string): ReadonlySet<string> => {
    const found = known.get(id);
    if (found !== undefined) return found;
    const all = new Set<string>();
    known.set(id, all);
    for (const parent of manifest.nodes.get(id)?.dependsOn ?? []) {
      all.add(parent);
      for (const further of ancestors(parent)) all.add(further);
    }
    return all;
  };
  return ancestors;
}
