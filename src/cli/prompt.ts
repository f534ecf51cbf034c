import { createInterface } from 'node:readline/promises';
import { cancelledError } from '../core/cancelled.js';
import type { Invocation } from './invocation.js';

/** Asks questions on the terminal. */
export interface Prompt {
  /** The answer, or `fallback` for an empty one; asked again while `mistake` finds one. Ctrl-C cancels the command. */
  ask(question: string, fallback: string, mistake?: (answer: string) => string | null): Promise<string>;
  close(): void;
}

export function openPrompt({ console, signal }: Pick<Invocation, 'console' | 'signal'>): Prompt {
  const { style } = console;
  const lines = createInterface({ input: process.stdin, output: process.stdout });
  const closed = new AbortController();
  lines.on('SIGINT', () => closed.abort());
  lines.on('close', () => closed.abort());
  const either = AbortSignal.any([signal, closed.signal]);
  return {
    async ask(question, fallback, mistake = () => null) {
      for (;;) {
        const shown = fallback === '' ? question : `${question} ${style.dim(`[${fallback}]`)}`;
        const answer = await lines.question(`${shown}: `, { signal: either }).catch(() => {
          throw cancelledError();
        });
        const value = answer.trim() || fallback;
        const wrong = mistake(value);
        if (wrong === null) return value;
        console.print(style.red(wrong));
      }
    },
    close: () => lines.close(),
  };
}
