import { type ChildProcess, fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import type { Outcome } from './run-command.js';

const PROGRAM = fileURLToPath(new URL('./command-process.mjs', import.meta.url));

interface Answer {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
  /** whether the process ends, as the command left something open */
  readonly ends: boolean;
}

/** A process that runs one command after the other. */
export class CommandProcess {
  readonly #child: ChildProcess;
  /** What did not pass Node's streams, as what the engine's own code prints. */
  #past = { stdout: '', stderr: '' };
  #answer: Answer | null = null;
  #settle: (() => void) | null = null;
  #ended: { readonly code: number | null; readonly signal: NodeJS.Signals | null } | Error | null = null;

  constructor(env: NodeJS.ProcessEnv) {
    this.#child = fork(PROGRAM, { env, execArgv: [], stdio: ['ignore', 'pipe', 'pipe', 'ipc'] });
    for (const name of ['stdout', 'stderr'] as const) {
      this.#child[name]!.setEncoding('utf8').on('data', (text: string) => {
        this.#past[name] += text;
      });
    }
    this.#child.on('message', (answer: Answer) => {
      this.#answer = answer;
      if (!answer.ends) this.#settle?.();
    });
    this.#child.on('close', (code, signal) => {
      this.#ended ??= { code, signal };
      this.#settle?.();
    });
    this.#child.on('error', (error) => {
      this.#ended = error;
      this.#settle?.();
    });
  }

  /** whether it can run another command */
  get alive(): boolean {
    return this.#ended === null;
  }

  async run(args: readonly string[], cwd: string, env: NodeJS.ProcessEnv): Promise<Outcome> {
    this.#answer = null;
    this.#past = { stdout: '', stderr: '' };
    this.#hold(true);
    await new Promise<void>((settle) => {
      this.#settle = settle;
      this.#child.send({ args, cwd, env });
    });
    this.#settle = null;
    this.#hold(false);
    if (this.#ended instanceof Error) throw this.#ended;
    const answer = this.#answer as Answer | null;
    return {
      ...(answer === null ? this.#ended! : { code: answer.code, signal: null }),
      stdout: (answer?.stdout ?? '') + this.#past.stdout,
      stderr: (answer?.stderr ?? '') + this.#past.stderr,
    };
  }

  /** While it waits for commands it keeps nobody else alive. */
  #hold(isHeld: boolean): void {
    const { stdout, stderr, channel } = this.#child;
    for (const one of [this.#child, stdout as unknown as ChildProcess, stderr as unknown as ChildProcess, channel]) {
      if (isHeld) one?.ref();
      else one?.unref();
    }
  }
}
