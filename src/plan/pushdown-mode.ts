import { DvtError } from '../core/errors.js';
import { nearest } from '../core/nearest.js';
import type { Location } from '../core/position.js';
import type { InputRelation } from '../spi/compiled.js';
import type { ManifestNode } from '../spi/node.js';
import { PUSHDOWN_MODES, type PushdownMode } from '../spi/pushdown.js';

/**
 * What a model's query may ask of one of its inputs: where the model and the source both say something, the lesser of the
 * two; where neither does, what the project says. Throws DVT1206 for a value that is none.
 */
export function pushdownMode(node: ManifestNode, input: InputRelation, project: PushdownMode): PushdownMode {
  const model = modeOf(node.config?.raw['pushdown'], node.id, { path: node.path, line: 1, column: 1 });
  const source =
    input.node.kind === 'source' ? modeOf(input.node.config?.['pushdown'], input.node.id, input.node.location) : null;
  const said = [model, source].filter((mode) => mode !== null);
  return said.length === 0 ? project : PUSHDOWN_MODES[Math.min(...said.map((mode) => PUSHDOWN_MODES.indexOf(mode)))]!;
}

function modeOf(value: unknown, owner: string, location: Location): PushdownMode | null {
  // YAML 1.1 reads a bare `off` as false.
  if (value === false) return 'off';
  const mode = PUSHDOWN_MODES.find((one) => one === value);
  if (mode !== undefined) return mode;
  if (value === undefined || value === null) return null;
  const close = nearest(String(value), PUSHDOWN_MODES);
  throw new DvtError({
    code: 'DVT1206',
    message: `The config \`pushdown\` of ${owner} is '${String(value)}', expected ${PUSHDOWN_MODES.join(', ')}.`,
    ...(close === null ? {} : { hint: `Did you mean '${close}'?` }),
    location,
  });
}
