import { DvtError } from '../../core/errors.js';
import { nearest } from '../../core/nearest.js';
import { STATE_CHANGES, type StateChange, type StateComparison } from '../state/state-comparison.js';
import type { Method, MethodContext } from './method.js';

/** `state:modified`, `state:new` and the like, against the manifest of `--state`. */
export const state: Method = (value, _, context) => {
  const compared = given(context, 'state');
  if (!STATE_CHANGES.includes(value as StateChange)) {
    const near = nearest(value, STATE_CHANGES);
    const hint = near === null ? `Write one of ${STATE_CHANGES.join(', ')}.` : `Did you mean state:${near}?`;
    throw new DvtError({ code: 'DVT1031', message: `There is no state \`${value}\`.`, hint });
  }
  const changed = compared.changed(value as StateChange);
  return (node) => changed(node.id);
};

/** The status that a node had in the run whose results are in `--state`. */
export const result: Method = (value, _, context) => {
  const ids = given(context, 'result').withStatus(value);
  return (node) => ids.has(node.id);
};

/** `source_status:fresher`: sources with newer rows than when `--state` was written. */
export const sourceStatus: Method = (value, _, context) => {
  const compared = given(context, 'source_status');
  if (value !== 'fresher') {
    const hint = 'Write source_status:fresher.';
    throw new DvtError({ code: 'DVT1031', message: `There is no source status \`${value}\`.`, hint });
  }
  const ids = compared.fresherSources();
  return (node) => ids.has(node.id);
};

function given({ state: compared }: MethodContext, method: string): StateComparison {
  if (compared !== null) return compared;
  throw new DvtError({
    code: 'DVT1034',
    message: `The selector method \`${method}:\` compares with an earlier state, and none is given.`,
    hint: 'Say where its artifacts are: --state path/to/folder',
  });
}
