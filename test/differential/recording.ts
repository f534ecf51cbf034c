import { existsSync, readFileSync } from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Relation } from './database.js';
import type { StepOutcome } from './outcome.js';

/** What dbt did in each step of a suite, one step a line. Relations that are as they were stand as `=`. */
export class Recording {
  readonly #path: string;
  readonly #steps: { readonly title: string; readonly outcome: StepOutcome }[] = [];

  constructor(suite: string, kind: string) {
    this.#path = fileURLToPath(new URL(`./recorded/${suite}.${kind}.jsonl`, import.meta.url));
  }

  /** The outcome of a step; throws where it was not recorded. */
  outcome(index: number, title: string): StepOutcome {
    if (this.#steps.length === 0) this.#read();
    const step = this.#steps[index];
    if (step?.title === title) return step.outcome;
    throw new Error(`dbt's outcome of ${title} is not recorded: DIFFERENTIAL=record npm run differential`);
  }

  /** Adds the next step; the first one replaces what was recorded before. */
  async add(title: string, outcome: StepOutcome): Promise<void> {
    this.#steps.push({ title, outcome });
    await this.#write();
  }

  async #write(): Promise<void> {
    let last: Readonly<Record<string, string>> = {};
    const lines = this.#steps.map(({ title, outcome }) => {
      if (outcome.relations === undefined) return JSON.stringify({ title, outcome });
      const texts = Object.fromEntries(
        Object.entries(outcome.relations).map(([name, one]) => [name, JSON.stringify(one)]),
      );
      const changed = Object.entries(outcome.relations).map(([name, one]) => [
        name,
        texts[name] === last[name] ? '=' : one,
      ]);
      last = texts;
      return JSON.stringify({ title, outcome: { ...outcome, relations: Object.fromEntries(changed) } });
    });
    await mkdir(dirname(this.#path), { recursive: true });
    await writeFile(this.#path, `${lines.join('\n')}\n`);
  }

  #read(): void {
    if (!existsSync(this.#path)) return;
    let last: Readonly<Record<string, Relation>> = {};
    for (const line of readFileSync(this.#path, 'utf8').trimEnd().split('\n')) {
      const { title, outcome } = JSON.parse(line) as { title: string; outcome: StepOutcome };
      const relations = outcome.relations as Readonly<Record<string, Relation | '='>> | undefined;
      if (relations !== undefined) {
        const whole = Object.entries(relations).map(([name, one]) => [name, one === '=' ? last[name] : one]);
        last = Object.fromEntries(whole);
      }
      this.#steps.push({ title, outcome: relations === undefined ? outcome : { ...outcome, relations: last } });
    }
  }
}
