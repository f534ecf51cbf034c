import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { chownSync, mkdtempSync, openSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Reaper } from './reaper.js';

const START_TIMEOUT_MS = 60_000;

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

/** A new temporary directory that belongs to `owner`. */
export function serverDirectory(kind: string, owner: Owner | null): string {
  const directory = mkdtempSync(join(tmpdir(), `dvt-${kind}-`));
  if (owner) chownSync(directory, owner.uid, owner.gid);
  return directory;
}

/** Starts a server in a process group of its own and waits until its log says `ready`. */
export async function startServer(options: {
  readonly command: string;
  readonly args: readonly string[];
  readonly owner: Owner | null;
  readonly directory: string;
  readonly ready: RegExp;
  /** ends the server quickly and cleanly */
  readonly stopSignal: NodeJS.Signals;
  readonly reaper: Reaper;
}): Promise<{ pid: number; logFile: string }> {
  const logFile = join(options.directory, 'server.log');
  const log = openSync(logFile, 'a');
  const child = spawn(options.command, options.args, {
    ...options.owner,
    cwd: options.directory,
    // That of the tests belongs to another user.
    env: { ...process.env, TMPDIR: options.directory },
    detached: true,
    stdio: ['ignore', log, log],
  });
  child.unref();
  child.on('error', () => {});
  options.reaper.watch({ pid: child.pid ?? 0, signal: options.stopSignal, directory: options.directory });
  await waitFor(child, () => options.ready.test(readFileSync(logFile, 'utf8')), options.command, logFile);
  return { pid: child.pid!, logFile };
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
