import type { Exposure, Manifest, UnitTest } from '../spi/manifest.js';
import type { ManifestNode, SourceNode } from '../spi/node.js';

/** What a selection can name. */
export type Selectable = ManifestNode | SourceNode | Exposure | UnitTest;

/** Everything selectable, in the manifest's order. */
export function* selectables(manifest: Manifest): Iterable<Selectable> {
  yield* manifest.sources.values();
  yield* manifest.nodes.values();
  yield* manifest.unitTests.values();
  yield* manifest.exposures.values();
}

/** Finds by id. */
export function selectable(manifest: Manifest, id: string): Selectable | undefined {
  return manifest.nodes.get(id) ?? manifest.sources.get(id) ?? manifest.unitTests.get(id) ?? manifest.exposures.get(id);
}

/** Ids of what it stands behind in the graph; a unit test behind the model that it tests alone, as in dbt. */
export function parentsOf(item: Selectable): readonly string[] {
  switch (item.kind) {
    case 'source':
      return [];
    case 'unit_test':
      return [item.testedNode];
    default:
      return item.dependsOn;
  }
}
