import type { PropertyReader } from '../properties/property-reader.js';
import type { ConfigLayer } from './layers.js';

/** Where the `config:` of a mapping stands, and each of its keys. */
export function configPlaces({ file, path }: PropertyReader): Required<Pick<ConfigLayer, 'location' | 'placeOf'>> {
  const keys = [...path, 'config'];
  return { location: file.locate(keys), placeOf: (key) => file.locate([...keys, key]) };
}
