import type { KeyPath } from '../../core/located-yaml.js';
import type { Location } from '../../core/position.js';
import { toText, type Value } from '../../jinja/index.js';
import { isMapping } from '../properties/property-reader.js';
import type { TestDeclaration } from '../properties/tests.js';

/** A generic test as YAML has it, its parts told apart. */
export interface TestDefinition {
  readonly name: string;
  readonly namespace: string | null;
  /** what goes to the macro, `model` and `column_name` not included */
  readonly args: Readonly<Record<string, unknown>>;
  readonly config: Readonly<Record<string, unknown>>;
  /** `name:`, in place of the name that is made of the arguments */
  readonly customName: string | null;
  readonly description: string;
}

/** Configs that may stand beside the arguments. */
const CONFIGS = 'severity tags enabled where limit warn_if error_if fail_calc store_failures store_failures_as';
/** in dbt's order, which is that of a test's template */
const CONFIG_KEYS = [...CONFIGS.split(' '), 'sql_header', 'meta', 'database', 'schema', 'alias'];
const NAME = /^(?:([a-zA-Z_]\w*)\.)?([a-zA-Z_]\w*)$/;

/** Reads `unique`, `{unique: {...}}` or `{test_name: unique, ...}`. Null (reported) where it is none of these. */
export function readDefinition(test: TestDeclaration): TestDefinition | null {
  const entry = split(test);
  if (entry === null) return null;
  const match = NAME.exec(entry.name);
  if (match === null) return refuse(test, `'${entry.name}' is no name of a test.`, 'Write `name` or `package.name`.');
  const { arguments: nested, config: written, name, description, ...rest } = entry.args;
  // Under a column its name stands; only `arguments:` may say another.
  if (test.column !== null) delete rest['column_name'];
  if (written !== undefined && written !== null && !isMapping(written)) {
    return refuse(test, `\`config:\` of the test ${entry.name} is no mapping.`, 'For example config: {severity: warn}');
  }
  const config: Record<string, unknown> = {};
  for (const key of CONFIG_KEYS) {
    const beside = rest[key];
    const value = beside ?? (isMapping(written) ? written[key] : undefined);
    delete rest[key];
    const twice = isMapping(written) && written[key] !== undefined && beside !== undefined && beside !== null;
    if (twice)
      return refuse(test, `The test ${entry.name} has \`${key}\` twice, in \`config:\` and beside it.`, 'Keep one.');
    if (value !== undefined && value !== null) config[key] = value;
  }
  if (isMapping(written)) Object.assign(config, written);
  // Without a mapping under it, `arguments` is an argument like others.
  const args = isMapping(nested)
    ? { ...rest, ...nested }
    : nested === undefined
      ? rest
      : { ...rest, arguments: nested };
  if ('model' in args)
    return refuse(test, `The test ${entry.name} has an argument \`model\`.`, 'dvt gives that itself.');
  return {
    name: match[2]!,
    namespace: match[1] ?? null,
    args,
    config,
    customName: typeof name === 'string' ? name : null,
    description: typeof description === 'string' ? description : '',
  };
}

/** Where an argument or a config of a test stands; the test where it is not written there. */
export function placeInTest({ written, owner, keys }: TestDeclaration, key: string): Location {
  const place = (below: KeyPath) => owner.file.locate([...owner.path, ...keys, ...below]);
  if (!isMapping(written)) return place([]);
  const name = typeof written['test_name'] === 'string' ? [] : Object.keys(written).slice(0, 1);
  for (const below of [['config', key], ['arguments', key], [key]]) {
    const value = [...name, ...below].reduce<unknown>((at, one) => (isMapping(at) ? at[one] : undefined), written);
    if (value !== undefined) return place([...name, ...below]);
  }
  return place([]);
}

function split(test: TestDeclaration): { name: string; args: Record<string, unknown> } | null {
  const { written } = test;
  if (typeof written === 'string') return { name: written, args: {} };
  if (!isMapping(written)) return refuse(test, 'A test is a name or a mapping.', 'For example `- unique`.');
  const { test_name: named, ...beside } = written;
  if (typeof named === 'string') return { name: named, args: beside };
  const [first, ...others] = Object.entries(written);
  if (first === undefined) return refuse(test, 'A test has no name.', 'For example `- unique`.');
  if (others.length > 0) {
    const hint = `Indent what belongs to \`${first[0]}:\` by two more blanks.`;
    return refuse(test, `A test has more than one name: ${Object.keys(written).join(', ')}.`, hint);
  }
  const [name, args] = first;
  if (args === null) return { name, args: {} };
  return isMapping(args) ? { name, args } : refuse(test, `The arguments of the test ${name} are no mapping.`, null);
}

function refuse(test: TestDeclaration, message: string, hint: string | null): null {
  const { file, path, report } = test.owner;
  report.add(file.diagnostic({ code: 'DVT1202', message, hint }, [...path, ...test.keys]));
  return null;
}

/** The template of a test: the call of its macro, then its configs (dbt-core 1.10, `TestBuilder.build_raw_code`). */
export function rawTestCode(macro: string, config: Readonly<Record<string, unknown>>): string {
  const configs = Object.entries(config).map(([key, value]) => {
    return `${key}=${typeof value === 'string' ? `"${value.replaceAll('"', '\\"')}"` : toText(value as Value)}`;
  });
  return `{{ ${macro}(**_dbt_generic_test_kwargs) }}${configs.length > 0 ? `{{ config(${configs.join(',')}) }}` : ''}`;
}

/** The configs in the template of a test as dbt has them before it renders it; null: there are none. */
export function rawTestConfig(config: Readonly<Record<string, unknown>>): Readonly<Record<string, string>> | null {
  const entries = Object.entries(config);
  if (entries.length === 0) return null;
  return Object.fromEntries(entries.map(([key, value]) => [key, toText(value as Value)]));
}
