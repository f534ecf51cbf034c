import type { Diagnostic } from '../core/errors.js';
import type { Location } from '../core/position.js';
import type { SnapshotNode } from '../spi/node.js';

/**
 * An error of a snapshot whose place in its query is not known, placed at the config that names the column which the
 * database complains of, else where the snapshot is declared. In one that YAML declares, no place of its query means
 * anything to a person.
 */
export function atSnapshot(diagnostic: Diagnostic, node: SnapshotNode): Diagnostic {
  const { location, frame, ...what } = diagnostic;
  if (location?.path !== node.path) return diagnostic;
  const unknown = location.line === 1 && location.column === 1;
  if (!unknown && !/\.ya?ml$/i.test(node.path)) return diagnostic;
  return { ...what, location: namingConfig(diagnostic.message, node) ?? node.location };
}

/** Databases name the column that is not there first, then others that are. */
function namingConfig(message: string, { config, configPlaces }: SnapshotNode): Location | undefined {
  for (const [, name] of message.matchAll(/["'`]([^"'`]+)["'`]/g)) {
    const column = name!.split('.').at(-1)!.toLowerCase();
    for (const [key, place] of Object.entries(configPlaces)) {
      const columns = JSON.stringify(config.raw[key] ?? null).toLowerCase();
      if (columns.split(/[^\p{L}\p{N}_$]+/u).includes(column)) return place;
    }
  }
  return undefined;
}
