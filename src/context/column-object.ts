import { DvtError } from '../core/errors.js';
import { HostObject, hostFunction, type Value } from '../jinja/index.js';
import { type ColumnType, dataTypeOf, isFloat, isInteger, isNumeric, isString, stringSize } from './column-type.js';

/** A column of a relation as templates see it: dbt's `Column`. */
export class ColumnObject extends HostObject {
  constructor(
    readonly column: string,
    readonly type: ColumnType,
    quote: (identifier: string) => string,
  ) {
    const is = (name: string, test: (type: ColumnType) => boolean) =>
      [name, hostFunction(name, [], () => test(type))] as const;
    super({
      typeName: 'Column',
      attributes: {
        name: column,
        column,
        quoted: quote(column),
        dtype: type.name,
        data_type: dataTypeOf(type),
        expanded_data_type: dataTypeOf(type),
        char_size: type.size,
        numeric_precision: type.precision,
        numeric_scale: type.scale,
        ...Object.fromEntries([
          is('is_string', isString),
          is('is_number', (one) => isInteger(one) || isNumeric(one) || isFloat(one)),
          is('is_integer', isInteger),
          is('is_float', isFloat),
          is('is_numeric', isNumeric),
        ]),
        string_size: hostFunction('string_size', [], () => {
          if (isString(type)) return stringSize(type);
          throw new DvtError({ code: 'DVT2117', message: `string_size() of ${column}: ${type.name} is no text.` });
        }),
        can_expand_to: hostFunction('can_expand_to', ['other_column'], ([other]) => canExpand(type, other)),
        literal: hostFunction('literal', ['value'], ([value]) => `${String(value)}::${dataTypeOf(type)}`),
        flatten: hostFunction('flatten', [], () => [this]),
        string_type: STRING_TYPE,
        numeric_type: NUMERIC_TYPE,
      },
      print: () => `<Column ${column} (${dataTypeOf(type)})>`,
      equals: (other) =>
        other instanceof ColumnObject && other.column === column && dataTypeOf(other.type) === dataTypeOf(type),
    });
  }
}

/** Whether a text column would have to grow to hold another one's values. */
function canExpand(type: ColumnType, other: Value): boolean {
  return (
    other instanceof ColumnObject && isString(type) && isString(other.type) && stringSize(other.type) > stringSize(type)
  );
}

/** `api.Column.string_type(size)` */
export const STRING_TYPE = hostFunction('string_type', ['size'], ([size]) => `character varying(${String(size)})`);

/** `api.Column.numeric_type(dtype, precision, scale)` */
export const NUMERIC_TYPE = hostFunction('numeric_type', ['dtype', 'precision', 'scale'], ([name, precision, scale]) =>
  (precision ?? null) === null || (scale ?? null) === null
    ? String(name)
    : `${String(name)}(${String(precision)},${String(scale)})`,
);
