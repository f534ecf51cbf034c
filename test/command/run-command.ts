import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { CommandProcess } from './command-process.js';

/** The program that a user starts. */
export const DVT = fileURLToPath(new URL('../../bin/dvt.cjs', import.meta.url));

/** What a command printed and how it ended. */
export interface Outcome {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** What is read when a process starts: commands share one only where these are the same. */
const READ_AT_START = /^(NODE_|UV_|LC_|LANG$|TZ$|LD_|MALLOC_)/;
/** As `bin/dvt.cjs` sets it. */
const THREADS = { UV_THREADPOOL_SIZE: '16' };

const idle = new Map<string, CommandProcess[]>();

/**
 * Runs `dvt ARGS` to its end, `env` being all of its variables. Commands of a test file go one after the other through a
 * process that has dvt loaded, as starting one takes most of a small command's time; those at one time have a process each.
 * With `DVT_TEST_PROCESS=each` every command has a process of its own.
 */
export async function runCommand(args: readonly string[], cwd: string, env: NodeJS.ProcessEnv): Promise<Outcome> {
  if (process.env['DVT_TEST_PROCESS'] === 'each') return inItsOwnProcess(args, cwd, env);
  const variables: NodeJS.ProcessEnv = { ...THREADS, ...env };
  const key = JSON.stringify(Object.entries(variables).filter(([name]) => READ_AT_START.test(name)));
  const waiting = (idle.get(key) ?? []).filter(({ alive }) => alive);
  idle.set(key, waiting);
  const one = waiting.pop() ?? new CommandProcess(variables);
  const outcome = await one.run(args, cwd, variables);
  idle.get(key)!.push(one);
  return outcome;
}

/** Runs `node bin/dvt.cjs ARGS` to its end. */
export function inItsOwnProcess(args: readonly string[], cwd: string, env: NodeJS.ProcessEnv): Promise<Outcome> {
  const child = spawn(process.execPath, [DVT, ...args], { cwd, env, stdio: ['ignore', 'pipe', 'pipe'] });
  const texts = { stdout: '', stderr: '' };
  child.stdout.setEncoding('utf8').on('data', (text: string) => (texts.stdout += text));
  child.stderr.setEncoding('utf8').on('data', (text: string) => (texts.stderr += text));
  return new Promise((resolve, reject) => {
    child.on('error', reject).on('close', (code, signal) => resolve({ code, signal, ...texts }));
  });
}
