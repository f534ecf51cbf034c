import type { Location } from '../../core/position.js';
import type { ColumnEntry, ConstraintEntry } from '../../spi/node.js';
import { configPlaces } from '../configs/config-places.js';
import type { ConfigLayer } from '../configs/layers.js';
import type { DescribedColumn } from './columns.js';
import type { PropertyReader } from './property-reader.js';
import type { TestDeclaration } from './tests.js';

/** Sections of a properties file that describe nodes. */
export type PatchSection = 'models' | 'seeds' | 'snapshots' | 'analyses' | 'data_tests';

/** What a properties file says of a node (dbt: a patch). */
export interface NodePatch {
  readonly section: PatchSection;
  readonly path: string;
  readonly location: Location;
  /** the node's name; of a version the model's */
  readonly name: string;
  /** names of the file that it describes, the likeliest first: `orders_v2`, of the latest version `orders` too */
  readonly files: readonly string[];
  readonly description: string;
  /** ids of the docs blocks in it */
  readonly docBlocks: readonly string[];
  readonly columns: readonly ColumnEntry[];
  readonly layers: readonly ConfigLayer[];
  /** its own `config:` with its Jinja */
  readonly writtenConfig: Readonly<Record<string, unknown>> | null;
  readonly constraints: readonly ConstraintEntry[];
  readonly deprecationDate: string | null;
  readonly version: { readonly version: string | number; readonly latest: string | number } | null;
  /** `relation:` of a snapshot that is declared in YAML alone */
  readonly relation: string | null;
  /** those of its columns, then its own */
  readonly tests: readonly TestDeclaration[];
  readonly reader: PropertyReader;
}

const CONFIGS = ['meta', 'tags', 'docs', 'access', 'group'] as const;
const TITLES = { models: 'model', seeds: 'seed', snapshots: 'snapshot', analyses: 'analysis', data_tests: 'test' };

/** How messages call what a section describes: `model`. */
export function titleOf(section: PatchSection): string {
  return TITLES[section];
}

/** The tests that are written under columns. */
export function testsOf(columns: readonly DescribedColumn[]): readonly TestDeclaration[] {
  return columns.flatMap(({ tests }) => tests);
}

/** The keys beside `config:` that dbt treats as configs, then `config:`. */
export function patchLayers(reader: PropertyReader): readonly ConfigLayer[] {
  const beside: Record<string, unknown> = {};
  for (const key of CONFIGS) if (reader.value[key] !== undefined) beside[key] = reader.value[key];
  const layers: ConfigLayer[] = [];
  if (Object.keys(beside).length > 0)
    layers.push({ values: beside, location: reader.at(), placeOf: (key) => reader.at(key), origin: 'yaml' });
  const config = reader.map('config');
  if (Object.keys(config).length > 0) layers.push({ values: config, ...configPlaces(reader), origin: 'yaml' });
  return layers;
}
