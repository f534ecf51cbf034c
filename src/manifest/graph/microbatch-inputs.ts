import { isMicrobatch } from '../../core/batch-settings.js';
import type { Diagnostic } from '../../core/errors.js';
import type { SourceNode } from '../../spi/node.js';
import type { GraphNode } from './order.js';

/** Warns of microbatch models none of whose inputs has an `event_time`: each of their batches reads everything. */
export function microbatchWarnings(
  order: readonly GraphNode[],
  sources: ReadonlyMap<string, SourceNode>,
): readonly Diagnostic[] {
  const nodes = new Map(order.map(({ node }) => [node.id, node]));
  const hasTime = (id: string): boolean => {
    const config = sources.get(id)?.config ?? nodes.get(id)?.config.raw;
    return Boolean(config?.['event_time']);
  };
  return order
    .filter(({ node, reads }) => {
      const { config, traits } = node;
      return isMicrobatch({ kind: traits.kind, config }) && !reads.some(hasTime);
    })
    .map(({ node }) => ({
      code: 'DVT1224',
      message: `No input of the microbatch model ${node.name} has an \`event_time\`, so that every batch reads and writes all rows of its inputs.`,
      location: { path: node.path, line: 1, column: 1 },
      hint: 'Say `event_time: COLUMN` in the config of the source or model with the times of the rows.',
    }));
}
