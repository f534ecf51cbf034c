import type { ManifestNode } from '../spi/node.js';

/** dbt's `alias`, which nodes have that are published nowhere too; that of an ephemeral model tells its version. */
export function nodeAlias(node: ManifestNode): string {
  const { relation, config, name } = node;
  const version = node.kind === 'model' ? node.version : null;
  return (
    relation?.identifier ??
    config.alias ??
    (version === null ? name : `${name}_v${String(version).replaceAll('.', '_')}`)
  );
}
