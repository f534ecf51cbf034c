import type { Manifest, UnitTest } from '../../spi/manifest.js';
import type { ManifestNode, TestNode } from '../../spi/node.js';

/** A unit test as a node of a run: it stands before the model that it tests, behind what that model reads. */
export function unitTestNode(unitTest: UnitTest, manifest: Manifest): TestNode {
  const tested: ManifestNode = manifest.nodes.get(unitTest.testedNode)!;
  return {
    ...tested,
    kind: 'test',
    generic: null,
    id: unitTest.id,
    name: unitTest.name,
    packageName: unitTest.packageName,
    path: unitTest.path,
    fqn: [...unitTest.fqn.slice(0, -1), tested.name, unitTest.name],
    description: unitTest.description,
    columns: [],
    tags: unitTest.tags,
    meta: unitTest.meta,
    relation: null,
    config: { ...tested.config, materialized: 'unit', raw: unitTest.config },
  };
}

/** Whether a node stands for a unit test. */
export function isUnitTest(node: ManifestNode): boolean {
  return node.config.materialized === 'unit';
}
