import { BUILT_IN } from '../../context/index.js';
import { type Diagnostic, DvtError } from '../../core/errors.js';
import { withoutFinalBreak } from '../../core/final-break.js';
import { nearest } from '../../core/nearest.js';
import type { Location } from '../../core/position.js';
import { type Globals, Macro, PyFloat, type Value } from '../../jinja/index.js';
import type { PackageParsing } from '../nodes/package-parsing.js';
import type { Captured } from '../nodes/parse-context.js';
import { isMapping } from '../properties/property-reader.js';
import { rethrow } from '../properties/read-properties.js';
import type { TestDeclaration } from '../properties/tests.js';
import type { TestDefinition } from './definition.js';
import type { TestTarget } from './generic.js';

/** The macro of a generic test. */
interface TestMacro {
  /** as the test's template calls it: `test_unique`, `dbt_utils.test_at_least_one` */
  readonly call: string;
  readonly id: string;
  readonly macro: Macro;
}

const UNKNOWN_TEST = 'DVT2121';

/** The macro that a test means; null (reported) where there is none, with the nearest names. */
export function testMacro(
  { name, namespace }: TestDefinition,
  location: Location,
  { shared, report }: PackageParsing,
): TestMacro | null {
  const { macros } = shared;
  const wanted = `test_${name}`;
  const found =
    namespace === null ? (macros.own(wanted) ?? macros.fallback(wanted)) : macros.package(namespace)?.get(wanted);
  if (found instanceof Macro) {
    const call = namespace === null ? wanted : `${namespace}.${wanted}`;
    return { call, id: macros.idOf(found) ?? wanted, macro: found };
  }
  const shown = namespace === null ? name : `${namespace}.${name}`;
  const diagnostic = { code: UNKNOWN_TEST, message: `There is no test '${shown}'.`, location };
  report.add({ ...diagnostic, hint: suggestion(name, namespace, shared.macros) });
  return null;
}

function suggestion(name: string, namespace: string | null, macros: PackageParsing['shared']['macros']): string {
  if (namespace !== null && macros.package(namespace) === undefined) {
    return `The package ${namespace} is not installed: list it in packages.yml and run \`dvt deps\`.`;
  }
  const known: string[] = [];
  for (const [packageName, names] of macros.layers()) {
    const prefix = packageName === BUILT_IN || packageName === macros.packageName ? '' : `${packageName}.`;
    for (const macro of names.keys()) if (macro.startsWith('test_')) known.push(`${prefix}${macro.slice(5)}`);
  }
  const near = nearest(namespace === null ? name : `${namespace}.${name}`, known);
  const elsewhere = known.find((other) => other.endsWith(`.${name}`));
  if (near ?? elsewhere) return `Did you mean ${near ?? elsewhere}?`;
  return `Define it: {% test ${name}(model, column_name) %} ... {% endtest %} in a file of the macro paths.`;
}

/** The configs of a test, their Jinja rendered. */
export async function renderedConfig(
  { config }: TestDefinition,
  { owner, keys }: TestDeclaration,
  { yaml, report }: PackageParsing,
): Promise<Record<string, unknown>> {
  const rendered: Record<string, unknown> = {};
  for (const [key, value] of Object.entries(config)) {
    if (typeof value !== 'string' || !/\{[{%]/.test(value)) {
      rendered[key] =
        value instanceof PyFloat ? value.value : typeof value === 'string' ? withoutFinalBreak(value) : value;
      continue;
    }
    rendered[key] = await report.try(() =>
      yaml.value(value, owner.file).catch((error) => rethrow(error, owner.file, [...owner.path, ...keys])),
    );
    // Told already.
    if (rendered[key] === undefined) delete rendered[key];
  }
  return rendered;
}

/** What the parse pass of one test needs. */
interface TestCapture {
  readonly macro: TestMacro;
  readonly args: Readonly<Record<string, unknown>>;
  readonly target: TestTarget;
  readonly location: Location;
  /** where an argument stands */
  readonly placeOf: (name: string) => Location;
  readonly prepare: (captured: Captured) => Globals;
}

/** Tests that dbt reads without rendering: of their macros it knows their own alone. */
const READ_BY_NAME: ReadonlySet<string> = new Set(
  ['unique', 'not_null'].map((name) => `macro.${BUILT_IN}.test_${name}`),
);

/** Whether dbt knows a test without rendering it, by the id of its macro. */
export function isReadByName(macro: string): boolean {
  return READ_BY_NAME.has(macro);
}

/** Finds what a test reads: what it is written under, and what its arguments and its macro name. */
export async function captureTest(
  { macro, args, target, location, placeOf, prepare }: TestCapture,
  { templater, shared }: PackageParsing,
): Promise<Captured> {
  const captured: Captured = { calls: [], configs: [], macros: new Set([macro.id]) };
  const where = shared.macros.find('get_where_subquery');
  const whereId = where === undefined ? null : shared.macros.idOf(where);
  if (whereId !== null && !isReadByName(macro.id)) captured.macros.add(whereId);
  // What arguments read counts; the macros that they call dbt does not count among those of the test.
  let ofArguments: Globals | undefined;
  const named = new Map<string, Value>();
  const render = async (value: unknown): Promise<Value> => {
    if (typeof value === 'string') {
      const text = CALL.test(value) ? `{{ ${value} }}` : value;
      if (!/\{[{%]/.test(text)) return withoutFinalBreak(text);
      ofArguments ??= prepare({ ...captured, macros: new Set() });
      return templater.renderNative(templater.parse(text, { name: location.path }), ofArguments);
    }
    if (Array.isArray(value)) return Promise.all(value.map(render));
    if (!isMapping(value) || value instanceof PyFloat) return value as Value;
    const items: Record<string, Value> = {};
    for (const [key, item] of Object.entries(value)) items[key] = await render(item);
    return items;
  };
  try {
    for (const [name, value] of Object.entries(args)) {
      if (name === 'model') continue;
      const before = captured.calls.length;
      named.set(name, name === 'column_name' ? (value as Value) : await render(value));
      for (let i = before; i < captured.calls.length; i++) {
        captured.calls[i] = { ...captured.calls[i]!, location: placeOf(name) };
      }
    }
    captured.calls.push(target.call);
    // dvt's own tests read what their arguments name and configure nothing.
    if (macro.id.startsWith(`macro.${BUILT_IN}.`)) return captured;
    const globals = prepare(captured);
    named.set('model', globals.get('this') ?? null);
    await templater.call(macro.macro, { named }, globals);
  } catch (error) {
    throw error instanceof DvtError ? atTest(error, macro.call, location) : error;
  }
  return captured;
}

/** Texts that dbt takes for calls although no braces stand around them. */
const CALL = /^\s*(env_var|ref|var|source|doc)\s*\(.+\)\s*$/;

/** A mistake in the macro of a test, or in an argument, with the place of the test. */
function atTest(error: DvtError, call: string, location: Location): DvtError {
  const place = (diagnostic: Diagnostic): Diagnostic => {
    const outside = diagnostic.location === undefined || diagnostic.location.path === location.path;
    if (outside || diagnostic.location?.path === '') return { ...diagnostic, location };
    return {
      ...diagnostic,
      related: [...(diagnostic.related ?? []), { message: `called by the test ${call}`, location }],
    };
  };
  return new DvtError(error.diagnostics.map(place), { cause: error });
}
