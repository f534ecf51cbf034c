import type { Location } from '../../core/position.js';
import type { UnitTest, UnitTestRows } from '../../spi/manifest.js';
import { isMapping, type PropertyReader } from './property-reader.js';

interface Rows extends UnitTestRows {
  readonly fixtureAt: Location;
  readonly reader: PropertyReader;
}

/** One entry of `unit_tests:`; fixture files are not read yet. */
export interface UnitTestDeclaration {
  readonly name: string;
  readonly path: string;
  readonly location: Location;
  readonly description: string;
  /** `orders`, or `orders v2` as old projects have it */
  readonly model: string;
  readonly modelAt: Location;
  readonly versions: { readonly include: readonly string[] | null; readonly exclude: readonly string[] };
  readonly given: readonly (Rows & { readonly input: string; readonly location: Location })[];
  readonly expect: Rows;
  readonly overrides: UnitTest['overrides'];
  readonly config: Readonly<Record<string, unknown>>;
  readonly reader: PropertyReader;
}

const KEYS = ['name', 'description', 'model', 'given', 'expect', 'overrides', 'config', 'versions'];
const ROW_KEYS = ['rows', 'format', 'fixture'];
const FORMATS = ['dict', 'csv', 'sql'] as const;

/** Reads one entry of `unit_tests:`. */
export function readUnitTest(reader: PropertyReader): readonly UnitTestDeclaration[] {
  const name = reader.required('name', 'A unit test');
  const what = name === null ? 'A unit test' : `The unit test \`${name}\``;
  reader.checkKeys(KEYS, what);
  const model = reader.required('model', what);
  const given = reader.list('given').flatMap((item) => {
    item.checkKeys(['input', ...ROW_KEYS], 'An input of a unit test');
    const input = item.required('input', 'An entry of `given:`');
    return input === null
      ? []
      : [{ ...readRows(item), input, location: item.at('input'), fixtureAt: item.at('fixture'), reader: item }];
  });
  const expect = reader.reader('expect');
  if (reader.value['expect'] == null) reader.add('DVT1202', `${what} has no \`expect:\`.`);
  expect.checkKeys(ROW_KEYS, '`expect:`');
  const overrides = reader.reader('overrides');
  overrides.checkKeys(['macros', 'vars', 'env_vars'], '`overrides:`');
  const versions = reader.reader('versions');
  if (name === null || model === null) return [];
  const test: UnitTestDeclaration = {
    name,
    path: reader.file.path,
    location: reader.at('name'),
    description: reader.text('description') ?? '',
    model,
    modelAt: reader.at('model'),
    versions: { include: textsOf(versions.value['include']), exclude: textsOf(versions.value['exclude']) ?? [] },
    given,
    expect: { ...readRows(expect), fixtureAt: expect.at('fixture'), reader: expect },
    overrides: { macros: overrides.map('macros'), vars: overrides.map('vars'), envVars: overrides.map('env_vars') },
    config: reader.map('config'),
    reader,
  };
  return [test];
}

/** `rows:` in one of the formats; a list of mappings is `dict`, which is the default. */
function readRows(reader: PropertyReader): UnitTestRows {
  const written = reader.text('format');
  const format = FORMATS.find((known) => known === (written ?? 'dict'));
  if (format === undefined) reader.wrong('format', `one of ${FORMATS.join(', ')}`);
  const { rows } = reader.value;
  const fixture = reader.text('fixture');
  if (fixture !== null && rows != null) {
    reader.add('DVT1202', 'There are both `rows:` and `fixture:` here.', 'fixture', 'Keep one of them.');
  }
  if ((format ?? 'dict') === 'dict') {
    if (rows != null && !(Array.isArray(rows) && rows.every(isMapping))) {
      reader.wrong('rows', 'a list of mappings', 'For CSV or SQL add `format: csv` or `format: sql`.');
    }
    return { format: 'dict', rows: Array.isArray(rows) ? rows.filter(isMapping) : null, fixture };
  }
  return { format: format!, rows: reader.text('rows'), fixture };
}

function textsOf(value: unknown): readonly string[] | null {
  if (value === undefined || value === null) return null;
  return (Array.isArray(value) ? value : [value]).map(String);
}
