import { DvtError } from '../../core/errors.js';
import type { ModelNode } from '../../spi/node.js';
import type { Method } from './method.js';

const ORDER: Readonly<Record<string, (node: ModelNode) => boolean>> = {
  latest: (node) => node.version !== null && String(node.version) === String(node.latestVersion),
  prerelease: (node) => compareVersions(node) > 0,
  old: (node) => compareVersions(node) < 0,
  none: (node) => node.version === null,
};

export const version: Method = (value) => {
  const matches = Object.hasOwn(ORDER, value) ? ORDER[value] : undefined;
  if (matches !== undefined) return (node) => node.kind === 'model' && matches(node);
  const hint = 'Write latest, prerelease, old or none.';
  throw new DvtError({ code: 'DVT1031', message: `There is no version type \`${value}\`.`, hint });
};

/** A model's version against its latest one: numbers by size where both are numbers, else as texts. */
function compareVersions({ version: own, latestVersion }: ModelNode): number {
  if (own === null || latestVersion === null) return 0;
  const [a, b] = [Number(own), Number(latestVersion)];
  if (!Number.isNaN(a) && !Number.isNaN(b)) return a - b;
  const [left, right] = [String(own), String(latestVersion)];
  return left < right ? -1 : left > right ? 1 : 0;
}
