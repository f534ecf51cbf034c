import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chownSync, closeSync, mkdtempSync, openSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Reaper } from './reaper.js';

const START_TIMEOUT_MS = 240_000;

/** The system user that a server runs as. */
export interface Owner {
  readonly uid: number;
  readonly gid: number;
}

/** The user `name` when this process is root (database servers refuse to run as root), created where it is missing. */
export function ownerFor(name: string): Owner | null {
  if (process.getuid?.() !== 0) return null;
  const id = (flag: string) => Number(execFileSync('id', [flag, name], { stdio: ['ignore', 'pipe', 'ignore'] }));
  try {
    return { uid: id('-u'), gid: id('-g') };
  } catch {
    execFileSync('useradd', ['--system', '--user-group', '--no-create-home', name]);
    return { uid: id('-u'), gid: id('-g') };
  }
}

/** A new temporary directory that belongs to `owner`, removed at the end. */
export function serverDirectory(kind: string, owner: Owner | null, reaper: Reaper): string {
  const directory = mkdtempSync(join(tmpdir(), `dvt-${kind}-`));
  reaper.remove(directory);
  if (owner) chownSync(directory, owner.uid, owner.gid);
  return directory;
}

/** A program of a server, run in the server's directory as its owner. */
interface Program {
  readonly command: string;
  readonly args: readonly string[];
  readonly owner: Owner | null;
  readonly directory: string;
  readonly reaper: Reaper;
}

/** Runs a program to its end; throws with what it printed when it fails. */
export async function runProgram(program: Program): Promise<void> {
  const { child, logFile } = launch(program, 'setup.log', 'SIGKILL');
  const [code] = (await once(child, 'exit')) as [number | null];
  if (code !== 0) throw new Error(`${program.command} failed:\n${readFileSync(logFile, 'utf8').slice(-4000)}`);
}

/** Starts a server and waits until its log says `ready`; `stopSignal` ends it quickly and cleanly. */
export async function startServer(
  options: Program & { readonly ready: RegExp; readonly stopSignal: NodeJS.Signals },
): Promise<{ pid: number; logFile: string }> {
  const { child, logFile } = launch(options, 'server.log', options.stopSignal);
  await waitFor(child, () => options.ready.test(readFileSync(logFile, 'utf8')), options.command, logFile);
  return { pid: child.pid!, logFile };
}

function launch(program: Program, log: string, signal: NodeJS.Signals): { child: ChildProcess; logFile: string } {
  const { command, args, owner, directory, reaper } = program;
  const logFile = join(directory, log);
  const output = openSync(logFile, 'a');
  const child = spawn(command, args, {
    ...owner,
    cwd: directory,
    // That of the tests belongs to another user.
    env: { ...process.env, TMPDIR: directory },
    detached: true,
    stdio: ['ignore', output, output],
  });
  closeSync(output);
  child.unref();
  // A program that cannot be started has no pid, which is reported.
  child.on('error', () => child.emit('exit', -1));
  reaper.stop(child, signal);
  return { child, logFile };
}

async function waitFor(child: ChildProcess, ready: () => boolean, command: string, logFile: string): Promise<void> {
  const deadline = Date.now() + START_TIMEOUT_MS;
  while (!ready()) {
    if (child.pid === undefined || child.exitCode !== null || child.signalCode !== null || Date.now() > deadline) {
      throw new Error(`${command} did not start:\n${readFileSync(logFile, 'utf8').slice(-4000)}`);
    }
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}
