import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

/** A Node process that says where it is, one line a step (`at <step>`), and waits at steps until told to go on. */
export interface Child {
  /** Resolves at the step; rejects when the process ended before it. */
  reach(step: string): Promise<void>;
  /** Lets the process leave the step at which it waits. */
  proceed(): void;
  /** kill -9 of its whole process group; resolves when it is gone. */
  kill(): Promise<void>;
  /** exit code; null = killed */
  readonly exited: Promise<number | null>;
  /** steps seen so far */
  readonly steps: readonly string[];
}

/** Starts a script of this folder; `input` is the first line of its standard input (never in the process list). */
export function startChild(script: string, input: unknown): Child {
  const process_ = spawn(process.execPath, [fileURLToPath(new URL(script, import.meta.url))], {
    detached: true,
    stdio: ['pipe', 'pipe', 'pipe'],
  });
  const steps: string[] = [];
  let output = '';
  let listener: (() => void) | null = null;
  createInterface({ input: process_.stdout }).on('line', (line) => {
    if (line.startsWith('at ')) steps.push(line.slice(3));
    else output += `${line}\n`;
    listener?.();
  });
  process_.stderr.on('data', (bytes) => {
    output += bytes;
  });
  process_.stdin.on('error', () => {});
  process_.stdin.write(`${JSON.stringify(input)}\n`);
  let ended = false;
  const exited = once(process_, 'close').then(([code]) => {
    ended = true;
    listener?.();
    return code as number | null;
  });
  return {
    exited,
    steps,
    async reach(step) {
      while (!steps.includes(step)) {
        if (ended) throw new Error(`the process ended before "${step}", after ${steps.join(', ')}:\n${output}`);
        await new Promise<void>((resolve) => {
          listener = resolve;
        });
      }
    },
    proceed: () => void process_.stdin.write('go\n'),
    async kill() {
      try {
        process.kill(-process_.pid!, 'SIGKILL');
      } catch {
        // ended already
      }
      await exited;
    },
  };
}
