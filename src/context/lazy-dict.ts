import { type DictView, HostObject, type Value } from '../jinja/index.js';

/** A map as the contents of an object that templates take for a dict. */
export function mapView(entries: Map<Value, Value>): DictView {
  return {
    size: entries.size,
    get: (key) => entries.get(key),
    has: (key) => entries.has(key),
    set: (key, value) => void entries.set(key, value),
    delete: (key) => entries.delete(key),
    keys: () => [...entries.keys()],
    values: () => [...entries.values()],
    entries: () => [...entries.entries()],
    clear: () => entries.clear(),
  };
}

/** A dict that is made when a template looks into it. */
export function lazyDict(make: () => Readonly<Record<string, Value>>): HostObject {
  return new HostObject({ typeName: 'dict', dict: () => mapView(new Map(Object.entries(make()))) });
}
