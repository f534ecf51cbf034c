import { isGlob, matchesGlob } from './glob.js';

/**
 * dbt's rule for names (dbt-core, graph/selector_methods.py): the node's name alone, with wildcards or not, the leading
 * levels of its fqn, or levels up to the first with a wildcard, from which on the wildcards cover the rest. The fqn of a
 * versioned model ends with its name and its version: the name alone means all versions, and `orders_v2` is the same as
 * `orders.v2`.
 */
export function matchesFqn(fqn: readonly string[], selector: string, versioned = false): boolean {
  if (versioned ? matchesVersioned(fqn, selector) : fqn.at(-1) === selector) return true;
  const levels = fqn.flatMap((level) => level.split('.'));
  const wanted = selector.split('.');
  if (levels.length < wanted.length) return false;
  const wild = wanted.findIndex(isGlob);
  if (wild === 0 && wanted.length === 1 && matchesGlob(fqn.at(versioned ? -2 : -1) ?? '', selector)) return true;
  const plain = wild < 0 ? wanted.length : wild;
  for (let i = 0; i < plain; i++) if (levels[i] !== wanted[i]) return false;
  return wild < 0 || matchesGlob(levels.slice(wild).join('.'), wanted.slice(wild).join('.'));
}

function matchesVersioned(fqn: readonly string[], selector: string): boolean {
  const [name, version] = fqn.slice(-2);
  return selector === name || selector === `${name}.${version}` || selector === `${name}_${version}`;
}
