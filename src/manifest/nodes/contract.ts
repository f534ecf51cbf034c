import type { Diagnostics } from '../../core/errors.js';
import type { NodePatch } from '../properties/patch.js';
import type { ParsedBase } from './parse-node.js';

/** Reports a contract that has nothing to promise, and primary keys that exclude each other. */
export function checkContract(node: ParsedBase, patch: NodePatch | null, report: Diagnostics): void {
  if (patch === null || node.config.raw['enabled'] === false) return;
  const { contract } = node.config.raw;
  const enforced = (contract as { readonly enforced?: unknown } | null | undefined)?.enforced === true;
  const { location, columns, constraints } = patch;
  if (enforced && columns.length === 0) {
    const message = `The model ${node.name} has a contract, and no columns to promise.`;
    const hint = 'List them in its YAML: columns: [{name: id, data_type: integer}]';
    report.add({ code: 'DVT1202', message, location, hint });
  }
  const keys = columns.filter((column) => column.constraints.some(({ type }) => type === 'primary_key'));
  const names = keys.map(({ name }) => name).join(', ');
  const ofTable = constraints.some(({ type }) => type === 'primary_key');
  const hint =
    'A key of several columns is a constraint of the model: constraints: [{type: primary_key, columns: [...]}]';
  if (keys.length > 1) {
    const message = `The model ${node.name} has ${keys.length} primary keys: ${names}.`;
    report.add({ code: 'DVT1202', message, location, hint });
  }
  if (keys.length > 0 && ofTable) {
    const message = `The model ${node.name} has a primary key of its own, and one of its column ${names}.`;
    report.add({ code: 'DVT1202', message, location, hint });
  }
}
