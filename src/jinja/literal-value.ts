import type { Expression } from './syntax/ast.js';
import { Dict } from './values/dict.js';
import { asNumber, isFloat, normalizeInt, PyFloat, toDouble } from './values/number.js';
import { Tuple } from './values/tuple.js';
import type { Value } from './values/value.js';

/** The value of an expression that consists of constants only; undefined for any other. */
export function literalValue(node: Expression): Value | undefined {
  switch (node.kind) {
    case 'Constant':
      return node.value;
    case 'Negative':
      return negative(literalValue(node.operand));
    case 'List':
      return literalItems(node.items);
    case 'Tuple': {
      const items = literalItems(node.items);
      return items && new Tuple(items);
    }
    case 'Dict': {
      const keys = literalItems(node.entries.map((entry) => entry[0]));
      const values = literalItems(node.entries.map((entry) => entry[1]));
      if (keys === undefined || values === undefined) return undefined;
      return new Dict(keys.map((key, i) => [key, values[i]]));
    }
    default:
      return undefined;
  }
}

function literalItems(nodes: readonly Expression[]): Value[] | undefined {
  const values = nodes.map(literalValue);
  return values.includes(undefined) ? undefined : values;
}

function negative(value: Value): Value | undefined {
  const number = asNumber(value);
  if (number === undefined) return undefined;
  return isFloat(number) ? PyFloat.of(-toDouble(number)) : normalizeInt(-BigInt(number as number | bigint));
}
