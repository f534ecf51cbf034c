import type { SourceNode } from '../../spi/node.js';
import type { PackageParsing } from '../nodes/package-parsing.js';
import type { ParsedNode } from '../nodes/parsed-node.js';
import type { NodePatch } from '../properties/patch.js';
import type { TestDeclaration } from '../properties/tests.js';
import type { Sources } from '../sources/build-sources.js';
import type { SourceDeclaration } from '../sources/read-source.js';
import { parseGenericTest, type TestTarget } from './generic.js';

/** What the generic tests of a package are written under. */
export interface TestedPackage {
  readonly parsing: PackageParsing;
  readonly nodes: readonly ParsedNode[];
  /** those of other packages, which its properties files may describe too */
  readonly elsewhere: readonly ParsedNode[];
  readonly sources: Sources;
  readonly patches: readonly NodePatch[];
}

const KINDS = { models: 'model', seeds: 'seed', snapshots: 'snapshot', analyses: 'analysis', data_tests: 'test' };

/** The generic tests that the properties files of one package ask for; two of one id are reported. */
export async function testPackage(tested: TestedPackage): Promise<readonly ParsedNode[]> {
  const { parsing, nodes, elsewhere, sources, patches } = tested;
  const tests = new Map<string, ParsedNode>();
  const add = (test: ParsedNode | null) => {
    const before = test === null ? undefined : tests.get(test.id);
    if (test === null) return;
    if (before !== undefined) parsing.report.add(twice(test, before));
    tests.set(test.id, test);
  };
  const byKey = new Map(nodes.map((node) => [keyOf(node), node]));
  const others = new Map(elsewhere.toReversed().map((node) => [keyOf(node), node]));
  for (const patch of patches) {
    const node = byKey.get(patchKey(patch)) ?? others.get(patchKey(patch)) ?? ofAnotherKind(patch, nodes) ?? null;
    // What could not be parsed is missing too.
    if (node === null && parsing.report.list.length > 0) continue;
    for (const test of patch.tests) add(await parseGenericTest(test, nodeTarget(node, patch, test, parsing), parsing));
  }
  for (const { node, declaration } of [...sources.declared, ...sources.disabled]) {
    for (const test of declaration.tests) add(await parseGenericTest(test, sourceTarget(node, declaration), parsing));
  }
  return [...tests.values()];
}

/** What is described under the heading of another kind is tested, and nothing else of what is said is taken, as in dbt. */
function ofAnotherKind({ name, version }: NodePatch, nodes: readonly ParsedNode[]): ParsedNode | undefined {
  return version === null ? nodes.find((node) => node.name === name && isReferable(node)) : undefined;
}

function isReferable({ traits }: ParsedNode): boolean {
  return traits.kind === 'seed' || traits.kind === 'snapshot' || (traits.kind === 'model' && traits.version === null);
}

function keyOf({ traits, name }: ParsedNode): string {
  return [traits.kind, name, traits.kind === 'model' ? String(traits.version) : 'null'].join('\u0000');
}

function patchKey({ section, name, version }: NodePatch): string {
  return [KINDS[section], name, String(version?.version ?? null)].join('\u0000');
}

/** `node` is null where a properties file describes what is not there. */
function nodeTarget(
  node: ParsedNode | null,
  patch: NodePatch,
  { location }: TestDeclaration,
  { connections }: PackageParsing,
): TestTarget {
  const { name } = patch;
  const version = patch.version?.version ?? null;
  return {
    attachedNode: node?.id ?? null,
    fileKey: `${patch.section}.${name}`,
    shown: version === null ? name : `${name}_v${version}`,
    isSource: false,
    text: version === null ? `ref('${name}')` : `ref('${name}', version='${version}')`,
    call: { kind: 'ref', name, package: null, version, location: node === null ? location : patch.location },
    group: node?.group ?? null,
    connection: node?.connection ?? connections.own,
    path: patch.path,
    tags: [],
  };
}

function sourceTarget(node: SourceNode, { tagsBeside }: SourceDeclaration): TestTarget {
  const { sourceName, name } = node;
  return {
    attachedNode: null,
    fileKey: `sources.${sourceName}`,
    shown: `${sourceName}_${name}`,
    isSource: true,
    text: `source('${sourceName}', '${name}')`,
    call: { kind: 'source', source: sourceName, table: name, location: node.location },
    group: null,
    connection: node.connection,
    path: node.path,
    tags: tagsBeside,
  };
}

function twice(test: ParsedNode, before: ParsedNode) {
  return {
    code: 'DVT1204',
    message: `There are two tests named ${test.name} with the same arguments.`,
    location: test.location,
    hint: 'Take one out, or give it a `name:`.',
    related: [{ message: 'the first one', location: before.location }],
  };
}
