import { dictView, HostObject, PyFloat, PySet, Tuple, type Value } from '../jinja/index.js';

/** A template's value as plain data: what `config()` keeps and `tojson` writes. Throws for what is no data. */
export function plainValue(value: Value): unknown {
  if (value === null || value === undefined) return null;
  if (typeof value !== 'object') return value;
  if (value instanceof PyFloat) return value.value;
  if (Array.isArray(value)) return value.map(plainValue);
  if (value instanceof Tuple) return value.items.map(plainValue);
  if (value instanceof PySet) return value.items().map(plainValue);
  const dict = dictView(value);
  if (dict !== undefined) {
    const plain: Record<string, unknown> = {};
    for (const [key, item] of dict.entries()) {
      Object.defineProperty(plain, String(key), {
        value: plainValue(item),
        enumerable: true,
        configurable: true,
        writable: true,
      });
    }
    return plain;
  }
  if (value instanceof HostObject && value.traits.print !== undefined) return value.traits.print();
  throw new TypeError(`a value of this type is no plain data`);
}
