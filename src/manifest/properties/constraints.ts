import { nearest } from '../../core/nearest.js';
import type { ConstraintEntry } from '../../spi/node.js';
import type { PropertyReader } from './property-reader.js';

const TYPES = ['not_null', 'unique', 'primary_key', 'foreign_key', 'check', 'custom'];
const KEYS = ['type', 'name', 'expression', 'columns', 'to', 'to_columns', 'warn_unenforced', 'warn_unsupported'];

/** `constraints:` of a model or of a column. */
export function readConstraints(reader: PropertyReader): readonly ConstraintEntry[] {
  return reader.list('constraints').flatMap((constraint) => {
    constraint.checkKeys(KEYS, 'A constraint');
    const type = constraint.required('type', 'A constraint');
    if (type === null) return [];
    if (!TYPES.includes(type)) {
      const near = nearest(type, TYPES);
      const hint = near === null ? `Types are ${TYPES.join(', ')}.` : `Did you mean \`${near}\`?`;
      constraint.add('DVT1202', `There is no constraint of the type '${type}'.`, 'type', hint);
      return [];
    }
    const entry: ConstraintEntry = {
      type,
      name: constraint.text('name'),
      expression: constraint.text('expression'),
      columns: constraint.texts('columns'),
      to: constraint.text('to'),
      toColumns: constraint.texts('to_columns'),
      warnUnenforced: constraint.boolean('warn_unenforced') ?? true,
      warnUnsupported: constraint.boolean('warn_unsupported') ?? true,
    };
    return [entry];
  });
}
