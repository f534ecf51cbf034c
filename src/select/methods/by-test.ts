import { DvtError } from '../../core/errors.js';
import { matchesGlob } from '../glob.js';
import type { Selectable } from '../selectable.js';
import type { Method } from './method.js';

/** The name of a generic test (`not_null`), or of a unit test. */
export const testName: Method = (value) => (node) =>
  (node.kind === 'test' && node.generic !== null && matchesGlob(node.generic.name, value)) ||
  (node.kind === 'unit_test' && matchesGlob(node.name, value));

const TYPES: Readonly<Record<string, (node: Selectable) => boolean>> = {
  generic: (node) => node.kind === 'test' && node.generic !== null,
  schema: (node) => node.kind === 'test' && node.generic !== null,
  singular: (node) => node.kind === 'test' && node.generic === null,
  data: (node) => node.kind === 'test',
  unit: (node) => node.kind === 'unit_test',
};

export const testType: Method = (value) => {
  const matches = Object.hasOwn(TYPES, value) ? TYPES[value] : undefined;
  if (matches !== undefined) return matches;
  const hint = 'Types: generic, singular, unit, data.';
  throw new DvtError({ code: 'DVT1031', message: `There is no test type \`${value}\`.`, hint });
};
