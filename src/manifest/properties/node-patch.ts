import { readColumns } from './columns.js';
import { readConstraints } from './constraints.js';
import { type NodePatch, type PatchSection, patchLayers, testsOf, titleOf } from './patch.js';
import type { PropertyReader } from './property-reader.js';
import { readTests } from './tests.js';
import { readVersions } from './versions.js';

const KEYS = ['name', 'description', 'config', 'columns', 'meta', 'tags', 'docs', 'tests', 'data_tests', 'unit_tests'];
const MORE_KEYS = ['access', 'group', 'constraints', 'time_spine', 'quote_columns', 'semantic_model', 'primary_entity'];
const MODEL_KEYS = [
  'versions',
  'latest_version',
  'deprecation_date',
  'agg_time_dimension',
  'derived_semantics',
  'metrics',
];

/** Reads one entry of a section; one patch for each version of a model. */
export function readNodePatches(section: PatchSection, reader: PropertyReader): readonly NodePatch[] {
  const title = titleOf(section);
  const name = reader.required('name', `${/^a/.test(title) ? 'An' : 'A'} ${title}`);
  const more = section === 'models' ? MODEL_KEYS : section === 'snapshots' ? ['relation'] : [];
  reader.checkKeys([...KEYS, ...MORE_KEYS, ...more], name === null ? `A ${title}` : `The ${title} \`${name}\``);
  const columns = readColumns(reader, { kind: 'node', quoteColumns: reader.boolean('quote_columns') ?? false });
  const ownTests = readTests(reader, null);
  reader.texts('tags');
  if (name === null) return [];
  const patch: NodePatch = {
    section,
    path: reader.file.path,
    location: reader.at('name'),
    name,
    files: [name],
    description: reader.text('description') ?? '',
    docBlocks: reader.docBlocks(),
    columns: columns.map(({ entry }) => entry),
    layers: patchLayers(reader),
    writtenConfig: reader.writtenMap('config'),
    constraints: readConstraints(reader),
    deprecationDate: reader.date('deprecation_date'),
    version: null,
    relation: section === 'snapshots' ? reader.text('relation') : null,
    tests: [...testsOf(columns), ...ownTests],
    reader,
  };
  return section === 'models' && reader.value['versions'] != null ? readVersions(patch, columns, ownTests) : [patch];
}
