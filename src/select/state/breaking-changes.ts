import { isDeepStrictEqual } from 'node:util';
import type { Diagnostic } from '../../core/errors.js';
import { type Json, mapping, mappings } from './artifacts.js';

/** What a change of a contract breaks for those who read the model. A model with versions must not break at all. */
export interface BreakingChange {
  readonly diagnostic: Diagnostic;
  readonly versioned: boolean;
}

/** Contracts of models that promise less than they did, as dbt judges it; one that promises more breaks nothing. */
export function breakingChanges(
  before: ReadonlyMap<string, Json>,
  now: ReadonlyMap<string, Json>,
): readonly BreakingChange[] {
  const found: BreakingChange[] = [];
  for (const [id, then] of before) {
    if (then['resource_type'] !== 'model' || !isEnforced(then)) continue;
    const current = now.get(id);
    const changes = current === undefined ? removal(then) : changesOf(then, current);
    if (changes.length > 0) found.push(told(current ?? then, changes));
  }
  return found;
}

/** Whether a manifest's entry has an enforced contract. */
export function isEnforced(entry: Json): boolean {
  return mapping(mapping(entry['config'])['contract'])['enforced'] === true;
}

function removal(then: Json): readonly string[] {
  const deprecated = Date.parse(String(then['deprecation_date']));
  return deprecated < Date.now() ? [] : ['the model is gone, or has another name'];
}

function changesOf(then: Json, now: Json): readonly string[] {
  const columns = mapping(now['columns']);
  const changes = isEnforced(now) ? [] : ['the contract is no longer enforced'];
  let promised = mappings(then['constraints']).length > 0;
  for (const [name, value] of Object.entries(mapping(then['columns']))) {
    const old = mapping(value);
    promised ||= mappings(old['constraints']).length > 0;
    if (!Object.hasOwn(columns, name)) {
      changes.push(`the column ${name} is gone`);
      continue;
    }
    const column = mapping(columns[name]);
    const [was, is] = [old['data_type'], column['data_type']];
    if (baseType(was) !== baseType(is)) changes.push(`the column ${name} was ${was} and is ${is}`);
    if (isTable(then)) changes.push(...lost(old, column).map((type) => `the column ${name} is no longer ${type}`));
  }
  if (isTable(then)) changes.push(...lost(then, now).map((type) => `the constraint ${type} is gone`));
  if (promised && isTable(then) && !isTable(now)) {
    changes.push(`a ${materialized(then)} has become a ${materialized(now)}, which has no constraints`);
  }
  return changes;
}

/** Types of the constraints that an entry had, and has no longer. */
function lost(then: Json, now: Json): readonly string[] {
  const kept = mappings(now['constraints']);
  const gone = mappings(then['constraints']).filter((one) => !kept.some((other) => isDeepStrictEqual(other, one)));
  return gone.map(({ type }) => String(type)).filter((type) => type !== 'custom');
}

/** Without its size: a longer text breaks nothing. */
function baseType(type: unknown): string {
  return String(type ?? '')
    .split('(')[0]!
    .trim()
    .toLowerCase();
}

const materialized = (entry: Json): string => String(mapping(entry['config'])['materialized']);

const isTable = (entry: Json): boolean => ['table', 'incremental'].includes(materialized(entry));

function told(entry: Json, changes: readonly string[]): BreakingChange {
  const versioned = (entry['version'] ?? null) !== null;
  const diagnostic = {
    code: 'DVT1036',
    message: `The contract of ${entry['name']} is broken: ${changes.join('; ')}.`,
    location: { path: String(entry['original_file_path']), line: 1, column: 1 },
    hint: versioned
      ? 'Add a version in which it is otherwise, and leave this one as it was.'
      : 'Those who read the model may depend on it; versions would let them choose when to follow.',
  };
  return { diagnostic, versioned };
}
