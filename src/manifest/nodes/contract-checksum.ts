import { hash } from 'node:crypto';
import { toRepr, type Value } from '../../jinja/index.js';
import type { ColumnEntry, ConstraintEntry } from '../../spi/node.js';

/** What a model promises. */
interface Contract {
  readonly columns: readonly ColumnEntry[];
  readonly constraints: readonly ConstraintEntry[];
  readonly materialized: string;
}

/**
 * dbt's checksum of an enforced contract, sha256 (dbt-core 1.12, `build_contract_checksum`): of its columns by name with what
 * Python prints of their constraints, and of the model's own constraints where its materialization enforces them.
 */
export function contractChecksum({ columns, constraints, materialized }: Contract): string {
  const sorted = columns.toSorted((a, b) => (a.name < b.name ? -1 : 1));
  let state = '';
  for (const { name, dataType, constraints: own } of sorted) {
    state += `|${name}${dataType ?? 'None'}[${own.map((one) => `Column${constraintRepr(one)})`).join(', ')}]`;
  }
  if (materialized === 'table' || materialized === 'incremental') {
    const ofModel = constraints.map((one) => `Model${constraintRepr(one)}, columns=${toRepr(one.columns as Value)})`);
    state += `${materialized}[${ofModel.join(', ')}]`;
  }
  return hash('sha256', state);
}

function constraintRepr({ type, ...one }: ConstraintEntry): string {
  const fields = {
    name: one.name,
    expression: one.expression,
    warn_unenforced: one.warnUnenforced,
    warn_unsupported: one.warnUnsupported,
    to: one.to,
    to_columns: one.toColumns,
  };
  const printed = Object.entries(fields).map(([key, value]) => `${key}=${toRepr(value as Value)}`);
  return `LevelConstraint(type=<ConstraintType.${type}: '${type}'>, ${printed.join(', ')}`;
}
