import { nearest } from '../core/nearest.js';
import type { Location } from '../core/position.js';
import type { UnitTest, UnitTestInput, UnitTestRows } from '../spi/manifest.js';
import { checkBoolean, checkTags, type ReportConfig } from './configs/declared-config.js';
import { mergeLayers } from './configs/merge.js';
import type { ProjectFile } from './files/discover.js';
import type { Names } from './graph/names.js';
import { captureInput } from './graph/written-input.js';
import { type PackageParsing, treesFor } from './nodes/package-parsing.js';
import type { ParsedNode } from './nodes/parsed-node.js';
import { isMapping } from './properties/property-reader.js';
import { unitTestChecksum } from './properties/unit-test-checksum.js';
import type { UnitTestDeclaration } from './properties/unit-tests.js';

/** What a unit test is made from beside its declaration. */
export interface UnitTestContext {
  readonly parsing: PackageParsing;
  /** folders of its file below the resource path */
  readonly folders: readonly string[];
  readonly fixtures: ReadonlyMap<string, ProjectFile>;
  readonly names: Names;
  /** every parsed node, for the versions of a model */
  readonly nodes: readonly ParsedNode[];
}

/** A unit test and whether it is on; one of a disabled model is off. */
export interface ParsedUnitTest {
  readonly test: UnitTest;
  readonly enabled: boolean;
}

const UNKNOWN_MODEL = 'DVT2123';

/** The unit tests of a declaration: one for each tested version of a model that has versions. */
export async function parseUnitTest(
  declared: UnitTestDeclaration,
  context: UnitTestContext,
): Promise<readonly ParsedUnitTest[]> {
  const { parsing, folders } = context;
  const { project, report } = parsing;
  const fqn = [project.name, ...folders, declared.model, declared.name];
  const trees = treesFor(parsing, 'unit_tests', fqn);
  const merged = mergeLayers([
    ...trees.before,
    { values: declared.config, location: declared.location, origin: 'yaml' },
    ...trees.after,
  ]);
  const problems: ReportConfig = (_, code, message) => report.add({ code, message, location: declared.location });
  const wanted = checkBoolean(merged.values, 'enabled', true, problems);
  const tested = testedModels(declared, context);
  const given: UnitTestInput[] = [];
  for (const { location, fixtureAt, reader: _, ...input } of declared.given) {
    const node = tested.length === 0 ? '' : inputNode(input.input, location, tested[0]!, context);
    given.push({ ...input, ...withFixture(input, fixtureAt, context), node: await node });
  }
  const { fixtureAt, reader, ...expected } = declared.expect;
  const expect = withFixture(expected, fixtureAt, context);
  const checksum = unitTestChecksum(
    declared.reader,
    given.map((rows, i) => ({ input: rows.input, rows, reader: declared.given[i]!.reader })),
    { rows: expect, reader },
  );
  const versions = declared.reader.value['versions'];
  const meta = merged.values['meta'];
  const id = `unit_test.${project.name}.${declared.model}.${declared.name}`;
  return tested.map((model) => {
    const version = model.traits.kind === 'model' ? model.traits.version : null;
    const inputs = given.map((input) => (input.input.trim() === 'this' ? { ...input, node: model.id } : input));
    const test: UnitTest = {
      kind: 'unit_test',
      id: version === null ? id : `${id}_v${version}`,
      name: declared.name,
      packageName: project.name,
      path: declared.path,
      location: declared.location,
      fqn,
      description: declared.description,
      model: declared.model,
      version,
      versions: isMapping(versions) ? versions : null,
      checksum,
      testedNode: model.id,
      given: inputs,
      expect,
      overrides: declared.overrides,
      tags: checkTags(merged.values, problems),
      meta: isMapping(meta) ? meta : {},
      config: { tags: [], meta: {}, ...merged.values, enabled: wanted },
      dependsOn: [...new Set([model.id, ...inputs.map((input) => input.node)])].filter((one) => one !== ''),
    };
    return { test, enabled: wanted && model.config.enabled };
  });
}

/** The tested model, or its versions that `versions:` leaves; none (reported) where there is no such model. */
function testedModels(
  declared: UnitTestDeclaration,
  { parsing, nodes, names }: UnitTestContext,
): readonly ParsedNode[] {
  const { project, report } = parsing;
  const [name = '', version] = declared.model.split(/\s+/);
  const models = nodes.filter((node) => node.traits.kind === 'model' && node.name === name);
  const own = models.filter((node) => node.packageName === project.name);
  const candidates = own.length > 0 ? own : models;
  const { include, exclude } = declared.versions;
  const chosen = candidates.filter(({ traits }) => {
    if (traits.kind !== 'model' || traits.version === null) return true;
    const shown = String(traits.version);
    if (version !== undefined) return `v${shown}` === version || shown === version;
    return include === null ? !exclude.includes(shown) : include.includes(shown);
  });
  if (chosen.length > 0) return chosen;
  const found = names.ref({ name, package: null, version: null, location: declared.location }, project.name);
  const hint = found.kind === 'found' ? `${name} has no such version.` : found.hint.replace(/ref\('(.*)'\)\?$/, '$1?');
  const message = `The unit test ${declared.name} tests the model ${declared.model}, which does not exist.`;
  report.add({ code: UNKNOWN_MODEL, message, location: declared.modelAt, hint });
  return [];
}

async function inputNode(
  written: string,
  location: Location,
  tested: ParsedNode,
  { parsing, names }: UnitTestContext,
): Promise<string> {
  if (written.trim() === 'this') return tested.id;
  const { report, project } = parsing;
  const call = await report.try(() => captureInput(written, location, parsing));
  if (call === undefined) return '';
  const found = call.kind === 'ref' ? names.ref(call, project.name) : names.source(call, project.name);
  if (found.kind === 'found') return found.item.id;
  report.add({ code: call.kind === 'ref' ? 'DVT2101' : 'DVT2102', message: found.message, location, hint: found.hint });
  return '';
}

/** The rows of a fixture file in their place. */
function withFixture(rows: UnitTestRows, location: Location, { parsing, fixtures }: UnitTestContext): UnitTestRows {
  const { format, fixture } = rows;
  if (fixture === null) return { format, rows: rows.rows, fixture };
  const file = fixtures.get(fixture);
  // dbt reads a file without the blanks around its text.
  if (file !== undefined) return { format, rows: file.text.trim(), fixture };
  const near = nearest(fixture, fixtures.keys());
  const hint =
    near === null
      ? 'Fixtures are .csv and .sql files in the folder fixtures below the test paths.'
      : `Did you mean '${near}'?`;
  parsing.report.add({ code: UNKNOWN_MODEL, message: `There is no fixture '${fixture}'.`, location, hint });
  return { format, rows: null, fixture };
}
