import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';

/** A process that outlives this one long enough to stop every server and to remove its directory. */
export interface Reaper {
  /** `pid` 0: only the directory is removed */
  watch(server: { pid: number; signal: NodeJS.Signals; directory: string }): void;
  /** Stops everything watched; resolves when it is gone. */
  close(): Promise<void>;
}

/** Starts the reaper. */
export function startReaper(): Reaper {
  const child = spawn(process.execPath, [fileURLToPath(new URL('./reaper.mjs', import.meta.url))], {
    detached: true,
    stdio: ['pipe', 'ignore', 'inherit'],
  });
  const exited = once(child, 'exit');
  return {
    watch: (server) => void child.stdin.write(`${JSON.stringify(server)}\n`),
    async close() {
      child.stdin.end();
      await exited;
    },
  };
}
