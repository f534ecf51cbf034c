import { DvtError } from '../../core/errors.js';
import { nearest } from '../../core/nearest.js';
import { matchesGlob } from '../glob.js';
import type { Selectable } from '../selectable.js';
import type { Method } from './method.js';

const RESOURCE_TYPES = [
  'model',
  'seed',
  'snapshot',
  'test',
  'unit_test',
  'analysis',
  'operation',
  'source',
  'exposure',
];
/** Kinds of dbt that dvt reads without running them: nothing is selected by them. */
const WITHOUT_NODES = ['metric', 'semantic_model', 'saved_query', 'function'];

export const tag: Method = (value) => (node) => node.tags.some((each) => matchesGlob(each, value));

export const group: Method = (value) => (node) => {
  const name = 'group' in node ? node.group : configOf(node)['group'];
  return typeof name === 'string' && matchesGlob(name, value);
};

export const access: Method = (value) => (node) => node.kind === 'model' && node.access === value;

export const resourceType: Method = (value) => {
  if (!RESOURCE_TYPES.includes(value) && !WITHOUT_NODES.includes(value)) {
    const near = nearest(value, RESOURCE_TYPES);
    throw new DvtError({
      code: 'DVT1031',
      message: `There is no resource type \`${value}\`.`,
      hint: near === null ? `Types: ${RESOURCE_TYPES.join(', ')}.` : `Did you mean \`${near}\`?`,
    });
  }
  return (node) => node.kind === value;
};

/** `config.materialized:table`, `config.meta.owner:x`, of a list any of its values; case counts, except in `severity`. */
export const config: Method = (value, parts) => (node) => {
  if (node.kind === 'exposure' || node.kind === 'unit_test') return false;
  let found: unknown = configOf(node);
  for (const part of parts) {
    if (found === null || typeof found !== 'object' || !Object.hasOwn(found, part)) return false;
    found = (found as Readonly<Record<string, unknown>>)[part];
  }
  if (Array.isArray(found)) return found.some((item) => sameText(item, value));
  if (found !== null && typeof found === 'object') return false;
  const isSeverity = parts.length === 1 && parts[0] === 'severity';
  return isSeverity ? String(found).toUpperCase() === value.toUpperCase() : sameText(found, value);
};

function configOf(node: Selectable): Readonly<Record<string, unknown>> {
  if (node.kind === 'source' || node.kind === 'exposure' || node.kind === 'unit_test') return node.config;
  const { materialized, enabled, schema, database, alias } = node.config;
  return { ...node.config.raw, materialized, enabled, schema, database, alias };
}

/** Case counts, except for `True` and `true`. */
function sameText(found: unknown, value: string): boolean {
  return typeof found === 'boolean' ? String(found) === value.toLowerCase() : String(found) === value;
}
