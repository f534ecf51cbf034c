import type { Location } from '../core/position.js';
import type { ColumnEntry } from '../spi/node.js';
import { readColumns } from './column-properties.js';
import type { ConfigLayer } from './config-layers.js';
import type { PropertyReader } from './property-reader.js';

/** What a properties file says of a model (dbt: a patch). */
export interface ModelPatch {
  readonly path: string;
  readonly location: Location;
  readonly name: string;
  readonly description: string;
  readonly columns: readonly ColumnEntry[];
  readonly layers: readonly ConfigLayer[];
}

const KEYS = ['name', 'description', 'config', 'columns', 'meta', 'tags', 'docs', 'tests', 'data_tests', 'unit_tests'];
const MORE_KEYS = ['access', 'group', 'constraints', 'time_spine', 'quote_columns', 'semantic_model', 'primary_entity'];
const VERSION_KEYS = ['versions', 'latest_version', 'deprecation_date'];
const CONFIGS = ['meta', 'tags', 'docs', 'access', 'group'] as const;

/** Reads one entry of `models:`; null when it has no usable name. */
export function readModelPatch(model: PropertyReader): ModelPatch | null {
  const name = model.required('name', 'A model');
  model.checkKeys([...KEYS, ...MORE_KEYS, ...VERSION_KEYS], name === null ? 'A model' : `The model \`${name}\``);
  if (model.list('versions').length > 0) {
    model.wrong('versions', 'nothing: dvt does not know model versions yet', 'Make each version a model of its own.');
  }
  const columns = readColumns(model, 'model');
  model.texts('tags');
  if (name === null) return null;
  const beside: Record<string, unknown> = {};
  for (const key of CONFIGS) if (model.value[key] !== undefined) beside[key] = model.value[key];
  return {
    path: model.file.path,
    location: model.at('name'),
    name,
    description: model.text('description') ?? '',
    columns,
    layers: [
      { values: beside, location: model.at(), origin: 'yaml' },
      { values: model.map('config'), location: model.at('config'), origin: 'yaml' },
    ],
  };
}
