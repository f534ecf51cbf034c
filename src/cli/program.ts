import { Command, CommanderError, Option } from 'commander';
import { DvtError } from '../core/errors.js';
import type { CommandSpec } from './command-spec.js';
import { COMMANDS, GROUPS } from './command-table/commands.js';
import type { Given } from './merge-options.js';
import type { OptionSpec } from './option-table/option-spec.js';
import { optionsOf, ROOT_OPTIONS } from './option-table/options-of.js';

/** What the command line asks for. */
export type Request =
  | {
      readonly kind: 'command';
      readonly command: CommandSpec;
      readonly names: readonly string[];
      readonly given: Given;
    }
  /** help or the version, printed already by `write` */
  | { readonly kind: 'done' };

const USAGE = 'DVT1040';

interface Output {
  readonly write: (text: string) => void;
  readonly version: string;
  readonly columns: number;
}

/**
 * Reads the command line. `write` gets help texts. Throws DVT1040 for a usage error, with the nearest command or option.
 * @param argv without the node binary and the script
 */
export async function parseCommandLine(argv: readonly string[], output: Output): Promise<Request> {
  const given: (readonly [OptionSpec, unknown])[] = [];
  let request: Request = { kind: 'done' };
  const root = command('dvt', 'dbt for data that lives in more than one database', ROOT_OPTIONS, given);
  root.usage('[options] <command>');
  showsVersion(root, output);
  root.helpCommand('help [command]', 'show the help of a command');
  const groups = new Map<string, Command>([['', root]]);

  for (const spec of COMMANDS) {
    const [name, group] = splitName(spec.name);
    const aliases = spec.aliases ?? [];
    // Of what is not named, help shows no more than that it takes options: making all of them for each takes a start's tenth.
    const options = [name, ...aliases].some((word) => argv.includes(word)) ? optionsOf(spec) : ROOT_OPTIONS.slice(0, 1);
    const one = command(name, spec.description, options, given).aliases(aliases);
    showsVersion(one, output);
    if (spec.argument) one.argument(...spec.argument);
    one.addHelpText('after', `\nExamples:\n${spec.examples.map((example) => `  ${example}\n`).join('')}`);
    one.action((...args: unknown[]) => {
      const names = spec.argument ? [args[0] ?? []].flat() : [];
      request = { kind: 'command', command: spec, names: names as string[], given };
    });
    parent(group, groups).addCommand(one, { hidden: spec.hidden === true });
  }
  for (const each of [
    root,
    ...[...groups.values()],
    ...root.commands,
    ...[...groups.values()].flatMap((g) => g.commands),
  ]) {
    each
      .exitOverride()
      .configureOutput({ writeOut: output.write, writeErr: () => {}, getOutHelpWidth: () => output.columns });
  }
  try {
    await root.parseAsync(argv, { from: 'user' });
  } catch (error) {
    if (!isCommanderError(error)) throw error;
    if (error.exitCode !== 0 && error.code !== 'commander.help') throw usageError(error);
    if (error.code === 'commander.help' && error.exitCode !== 0) output.write(helpOf(argv, root, groups));
  }
  return request;
}

function command(
  name: string,
  description: string,
  options: readonly OptionSpec[],
  given: (readonly [OptionSpec, unknown])[],
): Command {
  const made = new Command(name).description(description).showSuggestionAfterError().allowExcessArguments(false);
  for (const spec of options) {
    const option = new Option(spec.flags, spec.description);
    if (spec.hidden) option.hideHelp();
    made.addOption(option);
    made.on(`option:${option.name()}`, (value: unknown) => {
      if (spec.refused) throw new DvtError({ code: USAGE, ...spec.refused });
      const words = spec.kind === 'list' ? [value] : value;
      given.push([spec, spec.kind === 'flag' ? true : words]);
    });
  }
  return made;
}

/** As dbt, which has both letters, on every command. */
function showsVersion(made: Command, { version, write }: Output): void {
  const text = `dvt ${version}`;
  made.version(text, '-V, --version', 'print the version of dvt');
  made.addOption(new Option('-v').hideHelp());
  made.on('option:v', () => {
    write(`${text}\n`);
    throw new CommanderError(0, 'commander.version', text);
  });
}

function splitName(name: string): readonly [name: string, group: string] {
  const [first = '', second] = name.split(' ');
  return second === undefined ? [first, ''] : [second, first];
}

function parent(name: string, groups: Map<string, Command>): Command {
  let group = groups.get(name);
  if (!group) {
    group = new Command(name)
      .description(GROUPS[name] ?? '')
      .usage('<command>')
      .showSuggestionAfterError();
    groups.set(name, group);
    groups.get('')!.addCommand(group);
  }
  return group;
}

/** A word that needs another one (`dvt profiles`), or nothing at all: the help says what there is. */
function helpOf(argv: readonly string[], root: Command, groups: ReadonlyMap<string, Command>): string {
  const group = argv.map((word) => groups.get(word)).find((found) => found !== undefined);
  return (group ?? root).helpInformation();
}

function usageError(error: CommanderError): DvtError {
  const [first = '', suggestion] = error.message.replace(/^error: /, '').split('\n');
  const message = `${first[0]?.toUpperCase()}${first.slice(1).replace(/\.$/, '')}.`;
  const near = /\(Did you mean (.*)\?\)/.exec(suggestion ?? '')?.[1];
  return new DvtError({
    code: USAGE,
    message,
    hint:
      near === undefined
        ? '`dvt --help` lists the commands, `dvt <command> --help` its options.'
        : `Did you mean ${near}?`,
  });
}

function isCommanderError(error: unknown): error is CommanderError {
  return error instanceof Error && 'code' in error && String(error.code).startsWith('commander.');
}
