import { matchesGlob } from '../glob.js';
import { matchesFqn } from '../match-fqn.js';
import type { Selectable } from '../selectable.js';
import type { Method } from './method.js';

/** Names and fqns of nodes, unit tests and exposures. */
export const fqn: Method = (value) => (node) => {
  if (node.kind === 'source') return false;
  const versioned = node.kind === 'model' && node.version !== null;
  return matchesFqn(node.fqn, value, versioned) || matchesFqn(node.fqn.slice(1), value, versioned);
};

/** `source`, `source.table` or `package.source.table`. */
export const source: Method = (value) => {
  const parts = value.split('.');
  const [table, name, packageName] =
    parts.length === 1 ? ['*', parts[0]!, '*'] : [parts.at(-1)!, parts.at(-2)!, parts.at(-3) ?? '*'];
  return (node) =>
    node.kind === 'source' &&
    parts.length <= 3 &&
    matchesGlob(node.packageName, packageName) &&
    matchesGlob(node.sourceName, name) &&
    matchesGlob(node.name, table);
};

/** `name` or `package.name` of one kind. */
function named(kind: Selectable['kind']): Method {
  return (value) => {
    const parts = value.split('.');
    const [name, packageName] = parts.length === 1 ? [parts[0]!, '*'] : [parts[1]!, parts[0]!];
    return (node) =>
      node.kind === kind &&
      parts.length <= 2 &&
      matchesGlob(node.packageName, packageName) &&
      matchesGlob(node.name, name);
  };
}

export const exposure = named('exposure');
export const unitTest = named('unit_test');

/** `this` is the project itself. */
export const packageName: Method = (value, _, { manifest }) => {
  const wanted = value === 'this' ? manifest.projectName : value;
  return (node) => matchesGlob(node.packageName, wanted);
};
