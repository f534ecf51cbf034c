import { inItsOwnProcess, type Outcome, runCommand } from '../command/run-command.js';

export type Finished = Pick<Outcome, 'code' | 'stdout' | 'stderr'>;

interface Surroundings {
  readonly cwd: string;
  readonly env?: Readonly<Record<string, string>>;
}

/** Variables of the developer's own shell must not reach a test. */
const FOREIGN = /^(DVT_|DBT_|NO_COLOR$|FORCE_COLOR$|CI$)/;

/** Runs `dvt ARGS` as a person would from a script: no terminal, nothing on its input. */
export function dvt(args: readonly string[], surroundings: Surroundings): Promise<Finished> {
  return finished(runCommand(args, surroundings.cwd, environment(surroundings)));
}

/** The same as `node bin/dvt.cjs ARGS`, for what is about the process itself. */
export function dvtProcess(args: readonly string[], surroundings: Surroundings): Promise<Finished> {
  return finished(inItsOwnProcess(args, surroundings.cwd, environment(surroundings)));
}

function environment({ cwd, env }: Surroundings): NodeJS.ProcessEnv {
  const clean = Object.fromEntries(Object.entries(process.env).filter(([name]) => !FOREIGN.test(name)));
  return { ...clean, HOME: cwd, ...env };
}

async function finished(outcome: Promise<Outcome>): Promise<Finished> {
  const { code, stdout, stderr } = await outcome;
  return { code, stdout, stderr };
}
