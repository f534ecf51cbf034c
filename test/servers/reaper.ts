import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';

/** A process that outlives this one long enough to stop every server and to remove its directory. */
export interface Reaper {
  /** Removes the directory at the end. */
  remove(directory: string): void;
  /** Sends the signal to the process's group at the end, unless it has ended before. */
  stop(child: ChildProcess, signal: NodeJS.Signals): void;
  /** Does all that; resolves when everything is gone. */
  close(): Promise<void>;
}

/** Starts the reaper. */
export function startReaper(): Reaper {
  const child = spawn(process.execPath, [fileURLToPath(new URL('./reaper.mjs', import.meta.url))], {
    detached: true,
    stdio: ['pipe', 'ignore', 'inherit'],
  });
  const exited = once(child, 'exit');
  const tell = (line: object) => void (child.stdin.writable && child.stdin.write(`${JSON.stringify(line)}\n`));
  return {
    remove: (directory) => tell({ directory }),
    stop(watched, signal) {
      if (watched.pid === undefined) return;
      tell({ pid: watched.pid, signal });
      watched.once('exit', () => tell({ ended: watched.pid }));
    },
    async close() {
      child.stdin.end();
      await exited;
    },
  };
}
