import type { ColumnEntry } from '../../spi/node.js';
import { type DescribedColumn, readColumns } from './columns.js';
import { readConstraints } from './constraints.js';
import { type NodePatch, patchLayers, testsOf } from './patch.js';
import type { PropertyReader } from './property-reader.js';
import { readTests, type TestDeclaration } from './tests.js';

type Version = string | number;

const KEYS = ['v', 'defined_in', 'description', 'config', 'columns', 'constraints', 'deprecation_date', 'access'];
const MORE_KEYS = ['meta', 'tags', 'docs', 'group', 'tests', 'data_tests'];

/**
 * The patches of a model's `versions:`, one each. What a version does not say it has from the model, and its columns
 * begin with the model's that `include` and `exclude` leave (https://docs.getdbt.com/reference/resource-properties/versions).
 */
export function readVersions(
  model: NodePatch,
  columns: readonly DescribedColumn[],
  tests: readonly TestDeclaration[],
): readonly NodePatch[] {
  const { reader, name } = model;
  const versions = reader.list('versions').flatMap((version) => {
    const v = versionOf(version, 'v');
    if (v === null) version.add('DVT1202', `A version of \`${name}\` has no \`v:\`.`);
    return v === null ? [] : [{ reader: version, v }];
  });
  const latest = versionOf(reader, 'latest_version') ?? highest(versions.map(({ v }) => v));
  if (latest === null) return [model];
  if (!versions.some(({ v }) => String(v) === String(latest))) {
    const known = versions.map(({ v }) => v).join(', ');
    reader.add(
      'DVT1202',
      `The latest version of \`${name}\`, ${latest}, is none of its versions.`,
      'latest_version',
      `They are ${known}.`,
    );
  }
  return versions.map(({ reader: own, v }) => {
    own.checkKeys([...KEYS, ...MORE_KEYS], `The version ${v} of \`${name}\``);
    const described = columnsOf(own, columns);
    const ownTests = own.value['tests'] == null && own.value['data_tests'] == null ? tests : readTests(own, null);
    const constraints = own.value['constraints'] == null ? model.constraints : readConstraints(own);
    const file = own.text('defined_in') ?? `${name}_v${v}`;
    return {
      ...model,
      location: own.at('v'),
      files: String(v) === String(latest) ? [file, name] : [file],
      description: own.text('description') ?? model.description,
      docBlocks: own.text('description') === null ? model.docBlocks : own.docBlocks(),
      columns: described.map(({ entry }): ColumnEntry => entry),
      layers: [...model.layers, ...patchLayers(own)],
      writtenConfig: own.writtenMap('config'),
      constraints,
      deprecationDate: own.date('deprecation_date'),
      version: { version: v, latest },
      tests: [...testsOf(described), ...ownTests],
    };
  });
}

function versionOf(reader: PropertyReader, key: string): Version | null {
  const value = reader.value[key];
  if (typeof value === 'number') return value;
  return typeof value === 'string' && value !== '' ? value : null;
}

/** As dbt compares versions: as numbers where all of them are, else as texts. */
function highest(versions: readonly Version[]): Version | null {
  const numbers = versions.every((v) => Number.isFinite(Number(v)));
  const sorted = versions.toSorted((a, b) => (numbers ? Number(a) - Number(b) : String(a) < String(b) ? -1 : 1));
  return sorted.at(-1) ?? null;
}

/** Without `columns:` all of the model's; else those that `include` and `exclude` leave, then the version's own. */
function columnsOf(version: PropertyReader, inherited: readonly DescribedColumn[]): readonly DescribedColumn[] {
  const listed = version.list('columns');
  if (listed.length === 0) return inherited;
  const own = readColumns(version, { kind: 'node', quoteColumns: false });
  const rule = listed.find(({ value }) => value['include'] !== undefined || value['exclude'] !== undefined);
  const kept = inherited.filter(({ entry }) => rule === undefined || included(rule, entry.name));
  return [...kept.filter(({ entry }) => !own.some((other) => other.entry.name === entry.name)), ...own];
}

function included(rule: PropertyReader, column: string): boolean {
  const { include } = rule.value;
  const everything = include === undefined || include === '*' || include === 'all';
  if (!everything && !rule.texts('include').includes(column)) return false;
  return rule.value['exclude'] === undefined || !rule.texts('exclude').includes(column);
}
