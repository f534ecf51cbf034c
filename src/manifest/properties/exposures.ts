import type { Location } from '../../core/position.js';
import { configPlaces } from '../configs/config-places.js';
import type { ConfigLayer } from '../configs/layers.js';
import type { PropertyReader } from './property-reader.js';

/** One entry of `exposures:`. */
export interface ExposureDeclaration {
  readonly name: string;
  readonly path: string;
  readonly location: Location;
  readonly type: string;
  readonly label: string | null;
  readonly url: string | null;
  readonly maturity: string | null;
  readonly description: string;
  readonly owner: Readonly<Record<string, unknown>>;
  readonly layers: readonly ConfigLayer[];
  /** `ref('x')` and `source('a', 'b')` as written, with their places */
  readonly dependsOn: readonly { readonly written: string; readonly location: Location }[];
}

const TYPES = ['dashboard', 'notebook', 'analysis', 'ml', 'application'];
const MATURITIES = ['low', 'medium', 'high'];
const KEYS = [
  'name',
  'type',
  'label',
  'url',
  'maturity',
  'description',
  'owner',
  'depends_on',
  'config',
  'meta',
  'tags',
];

/** Reads one entry of `exposures:`. */
export function readExposure(reader: PropertyReader): readonly ExposureDeclaration[] {
  const name = reader.required('name', 'An exposure');
  const what = name === null ? 'An exposure' : `The exposure \`${name}\``;
  reader.checkKeys([...KEYS, 'enabled', 'docs'], what);
  const type = reader.required('type', what);
  if (type !== null && !TYPES.includes(type)) reader.wrong('type', `one of ${TYPES.join(', ')}`);
  const maturity = reader.text('maturity');
  if (maturity !== null && !MATURITIES.includes(maturity)) reader.wrong('maturity', `one of ${MATURITIES.join(', ')}`);
  if (name !== null && !/^[\w-]+$/.test(name)) {
    reader.add(
      'DVT1202',
      `The exposure's name '${name}' holds more than letters, digits and underscores.`,
      'name',
      'Put that text under `label:`.',
    );
  }
  const beside: Record<string, unknown> = {};
  for (const key of ['meta', 'tags', 'enabled']) if (reader.value[key] != null) beside[key] = reader.value[key];
  const owner = reader.map('owner');
  if (owner['name'] === undefined && owner['email'] === undefined) {
    const hint = 'Write owner: {name: ..., email: ...}; one of the two is enough.';
    reader.add('DVT1202', `The exposure \`${name ?? '?'}\` has no owner.`, 'owner', hint);
  }
  if (name === null || type === null) return [];
  const exposure: ExposureDeclaration = {
    name,
    path: reader.file.path,
    location: reader.at('name'),
    type,
    label: reader.text('label'),
    url: reader.text('url'),
    maturity,
    description: reader.text('description') ?? '',
    owner,
    layers: [
      { values: beside, location: reader.at(), placeOf: (key) => reader.at(key), origin: 'yaml' },
      { values: reader.map('config'), ...configPlaces(reader), origin: 'yaml' },
    ],
    dependsOn: reader.texts('depends_on').map((written, index) => {
      return { written, location: reader.file.locate([...reader.path, 'depends_on', index]) };
    }),
  };
  return [exposure];
}
