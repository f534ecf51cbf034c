import type { Location } from '../../core/position.js';
import type { GenericTest } from '../../spi/node.js';
import type { PackageParsing } from '../nodes/package-parsing.js';
import type { NodeSource } from '../nodes/parse-node.js';
import { parseNode } from '../nodes/parse-node.js';
import type { InputCall, ParsedNode } from '../nodes/parsed-node.js';
import { NO_WRITTEN_CONFIG } from '../nodes/written-config.js';
import { rethrow } from '../properties/read-properties.js';
import type { TestDeclaration } from '../properties/tests.js';
import { checkTestConfig } from './config.js';
import { placeInTest, rawTestCode, rawTestConfig, readDefinition, type TestDefinition } from './definition.js';
import { captureTest, isReadByName, renderedConfig, testMacro } from './macro.js';
import { testHash, testName } from './names.js';

/** What generic tests are written under. */
export interface TestTarget extends Pick<GenericTest, 'attachedNode' | 'fileKey'> {
  /** as test names have it: `orders`, `orders_v2`, of a source `raw_orders` */
  readonly shown: string;
  readonly isSource: boolean;
  /** the call that reads it: `ref('orders')` */
  readonly text: string;
  readonly call: InputCall;
  readonly group: string | null;
  /** resolved name of the connection that it lives on */
  readonly connection: string;
  readonly path: string;
  /** of a source: those that stand beside its `config:` */
  readonly tags: readonly string[];
}

/** Makes the node of one generic test. Null (reported) where it is malformed. */
export async function parseGenericTest(
  test: TestDeclaration,
  target: TestTarget,
  parsing: PackageParsing,
): Promise<ParsedNode | null> {
  const { project } = parsing;
  const definition = readDefinition(test);
  if (definition === null) return null;
  const { location } = test;
  const placeOf = (key: string): Location => placeInTest(test, key);
  const macro = testMacro(definition, location, parsing);
  if (macro === null) return null;
  const config = await renderedConfig(definition, test, parsing);
  const args: Record<string, unknown> = {};
  const column = test.column === null ? null : await columnName(test.column, target, parsing);
  if (column !== null) args['column_name'] = column;
  Object.assign(args, definition.args);
  args['model'] = `{{ get_where_subquery(${target.text}) }}`;
  const { name, shortName } = namesOf(definition, target, args);
  if (shortName !== name && config['alias'] === undefined) config['alias'] = shortName;
  const metadata = { namespace: definition.namespace, name: definition.name, kwargs: args };
  const { description, docBlocks } = await described(definition, test, parsing);
  const source: NodeSource = {
    kind: 'test',
    id: `test.${project.name}.${name}.${testHash(name, metadata)}`,
    name,
    fqn: [
      project.name,
      ...target.path.split('/').slice(project.packageRoot === '' ? 1 : project.packageRoot.split('/').length + 1, -1),
      name,
    ],
    path: target.path,
    rawCode: rawTestCode(macro.call, config),
    checksum: { name: 'none', checksum: '' },
    location,
    patch: null,
    description,
    docBlocks,
    tree: 'tests',
    file: null,
    connection: target.connection,
    written: isReadByName(macro.id) ? NO_WRITTEN_CONFIG : { isStatic: false, first: rawTestConfig(config) },
    layers: [{ values: config, location, placeOf, origin: 'call' }],
    capture: (prepare) => captureTest({ macro, args, target, location, placeOf, prepare }, parsing),
  };
  const node = await parseNode(source, parsing);
  if (node === null) return null;
  const generic = {
    name: definition.name,
    namespace: definition.namespace,
    arguments: args,
    column,
    attachedNode: target.attachedNode,
    fileKey: target.fileKey,
    fileName: shortName,
    location,
  };
  return {
    ...node,
    group: target.group ?? node.group,
    tags: [...new Set([...target.tags, ...(test.column?.tags ?? []), ...tagsOf(config)].sort().concat(node.tags))],
    config: checkTestConfig(isReadByName(macro.id) ? node : withTagsAgain(node, config), parsing, placeOf),
    traits: { kind: 'test', generic },
  };
}

/** dbt renders the template of a test, which has its config once more. */
function withTagsAgain<T extends Pick<ParsedNode, 'config'>>(node: T, own: Readonly<Record<string, unknown>>): T {
  const tags = node.config.raw['tags'];
  if (!Array.isArray(tags)) return node;
  return { ...node, config: { ...node.config, raw: { ...node.config.raw, tags: [...tags, ...tagsOf(own)] } } };
}

/** The test's description with its docs blocks. */
async function described(
  { description }: TestDefinition,
  { owner, keys }: TestDeclaration,
  { yaml, report }: PackageParsing,
): Promise<Required<Pick<NodeSource, 'description' | 'docBlocks'>>> {
  if (!/\{[{%]/.test(description)) return { description, docBlocks: [] };
  const rendered = await report.try(() =>
    yaml.description(description, owner.file).catch((error) => rethrow(error, owner.file, [...owner.path, ...keys])),
  );
  return { description: rendered?.text ?? '', docBlocks: rendered?.docBlocks ?? [] };
}

function tagsOf({ tags }: Readonly<Record<string, unknown>>): readonly string[] {
  return (Array.isArray(tags) ? tags : [tags]).filter((tag) => typeof tag === 'string');
}

async function columnName(
  { name, quote }: NonNullable<TestDeclaration['column']>,
  target: TestTarget,
  { connections }: PackageParsing,
): Promise<string> {
  if (!quote) return name;
  return (await connections.profile(target.connection)).adapter.dialect.quote(name);
}

/** dbt puts the namespace and `source_` before a test's type; a name that is too long is shortened for the alias. */
function namesOf(
  definition: TestDefinition,
  target: TestTarget,
  args: Readonly<Record<string, unknown>>,
): { readonly name: string; readonly shortName: string } {
  if (definition.customName !== null) return { name: definition.customName, shortName: definition.customName };
  const type = `${definition.namespace === null ? '' : `${definition.namespace}_`}${target.isSource ? 'source_' : ''}${definition.name}`;
  const { short, full } = testName(type, target.shown, args);
  return { name: full, shortName: short };
}
