import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { COMMANDS } from '#dvt/cli/command-table/commands.js';
import { mergeOptions, NOTHING } from '#dvt/cli/merge-options.js';
import type { OptionSpec } from '#dvt/cli/option-table/option-spec.js';
import { optionsOf, ROOT_OPTIONS } from '#dvt/cli/option-table/options-of.js';
import { parseCommandLine } from '#dvt/cli/program.js';
import { dvt } from './dvt.js';

interface DbtOption {
  readonly name: string;
  readonly on: readonly string[];
  readonly off: readonly string[];
  readonly env: readonly string[];
  /** the words that it takes, where they are a list of their own */
  readonly kind: 'flag' | 'text' | 'number' | 'list' | readonly string[];
}

/** The options of every command of dbt-core 1.12.6, as `record.py` wrote them down; `*`: those that all commands share. */
const RECORDED = JSON.parse(readFileSync(new URL('./dbt-options/recorded.json', import.meta.url), 'utf8')) as Readonly<
  Record<string, readonly DbtOption[]>
>;

/** Words of dbt by which dvt means otherwise, or nothing at all: these say why. */
const REFUSED: ReadonlyMap<string, string> = new Map([
  ['docs generate --static', 'no static_index.html'],
  ['docs serve', 'no pages'],
]);

const read = async (argv: readonly string[]) => {
  const request = await parseCommandLine(argv, { write: () => {}, version: '1', columns: 80 });
  return request.kind === 'command' ? mergeOptions(request.given, optionsOf(request.command), {}) : NOTHING;
};

/** A value that an option takes. */
function examplesOf({ name, kind }: DbtOption): readonly string[] {
  if (kind === 'flag') return [];
  if (kind === 'number') return ['3'];
  if (name === 'add_package') return ['a/b@1.0.0'];
  return typeof kind === 'object' ? [kind.at(-1)!.toUpperCase()] : ['x'];
}

const groups = new Set(['docs', 'source']);
const commands = Object.keys(RECORDED).filter((name) => name !== '*' && name !== '' && !groups.has(name));

/** All words of some options on one line: what they mean together is no matter of reading them. */
const line = (options: readonly DbtOption[], command: string): readonly string[] =>
  options
    .filter(({ name }) => name !== 'version')
    .flatMap((option) => [
      ...option.on.flatMap((word) => (REFUSED.has(`${command} ${word}`) ? [] : [word, ...examplesOf(option)])),
      ...option.off,
    ]);

describe('every option of dbt is taken where dbt takes it', () => {
  test.each(commands)('dbt %s', async (command) => {
    await read([...command.split(' '), ...line([...RECORDED['*']!, ...RECORDED[command]!], command)]);
  });

  test('and before the command', async () => {
    await read([...line([...RECORDED['*']!, ...RECORDED['']!], ''), 'run']);
  });
});

test.each([...REFUSED])('%s is refused with a reason', async (words, why) => {
  const { code, stderr } = await dvt(words.split(' '), { cwd: '/' });
  expect([code, stderr]).toEqual([2, expect.stringContaining(why)]);
});

test.each([['-v'], ['-V'], ['run', '--version'], ['docs', 'generate', '-v']])('%j is the version', async (...words) => {
  const written: string[] = [];
  const output = { write: (text: string) => written.push(text), version: '1.2.3', columns: 80 };
  expect(await parseCommandLine(words, output)).toEqual({ kind: 'done' });
  expect(written).toEqual(['dvt 1.2.3\n']);
});

/** Options of dvt that are called otherwise than dbt's. */
const KEYS: Readonly<Record<string, string>> = {
  use_colors: 'color',
  exclude_resource_types: 'excludeResourceTypes',
};

const keyOf = (name: string): string =>
  KEYS[name] ?? name.replace(/_(\w)/g, (_, letter: string) => letter.toUpperCase());

const specs: readonly OptionSpec[] = [...ROOT_OPTIONS, ...COMMANDS.flatMap((command) => optionsOf(command))];

/** Every option that dbt reads from the environment, once. */
const fromEnvironment = [
  ...new Map(
    Object.values(RECORDED)
      .flat()
      .filter(({ env }) => env.length > 0)
      .map((option) => [option.name, option] as const),
  ).values(),
];

describe('what dbt reads from the environment has the same effect as the option, and a name of dvt', () => {
  test.each(fromEnvironment)('$name', ({ name, env, kind }) => {
    const key = keyOf(name);
    // Where the profiles are is a matter of their search order: see test/config/profiles-path.test.ts.
    if (!Object.hasOwn(NOTHING, key) || name === 'profiles_dir') return;
    const usual = (NOTHING as unknown as Record<string, unknown>)[key];
    const [written, meant] =
      kind === 'flag'
        ? [usual === true ? 'false' : 'true', usual !== true]
        : kind === 'number'
          ? ['7', 7]
          : typeof kind === 'object'
            ? [kind[0]!, kind[0]!]
            : ['x', 'x'];
    const twin = `DVT_${env.at(-1)!.replace(/^DBT_(ENGINE_)?/, '')}`;
    for (const variable of [...env, twin]) {
      const merged = mergeOptions([], specs, { [variable]: written }) as unknown as Record<string, unknown>;
      expect([variable, [merged[key]].flat()]).toEqual([variable, [meant]]);
    }
  });

  test('names of variables that dbt does not read are nothing to dvt', () => {
    const env = { DBT_VARS: '{a: 1}', DBT_THREADS: 'many', DBT_SELECT: 'a' };
    expect(mergeOptions([], specs, env)).toEqual(NOTHING);
  });
});
