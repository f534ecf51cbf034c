import { HostObject, hostFunction, isFloat, isInt, PyDecimal, PyFloat, toText, type Value } from '../jinja/index.js';
import { DateTime } from './date-time.js';

/** The type of a column of a result: prints what the database calls it, and writes values as agate's types do. */
export function resultType(type: string): HostObject {
  return new HostObject({
    typeName: 'DataType',
    attributes: {
      jsonify: hostFunction('jsonify', ['d'], ([value]) => forJson(value ?? null)),
      csvify: hostFunction('csvify', ['d'], ([value]) => (value === null ? null : inText(value ?? null))),
    },
    print: () => type,
  });
}

function forJson(value: Value): Value {
  if (value === null || typeof value === 'boolean' || isInt(value) || isFloat(value)) return value;
  return value instanceof PyDecimal ? PyFloat.of(value.toDouble()) : inText(value);
}

function inText(value: Value): string {
  return value instanceof DateTime ? value.iso('T') : toText(value);
}
