import type { Timing } from '../spi/run-result.js';

/** Records how long the steps of a node took. Steps of one name are laid together, from the first start to the last end. */
export class Stopwatch {
  readonly #timings = new Map<Timing['name'], Timing>();

  async time<T>(name: Timing['name'], step: () => Promise<T>): Promise<T> {
    const startedAt = this.#timings.get(name)?.startedAt ?? new Date();
    try {
      return await step();
    } finally {
      this.#timings.set(name, { name, startedAt, completedAt: new Date() });
    }
  }

  /**
   * The steps, beginning with `compile` and `execute`: dbt has these two of every node, and what reads results counts on
   * them. What needs no compiling took no time for it; what has no step `execute` took from there to the end of its steps.
   */
  get timings(): Timing[] {
    const { compile, execute, ...steps } = Object.fromEntries(this.#timings) as Partial<Record<Timing['name'], Timing>>;
    const others = Object.values(steps);
    const first = compile ?? execute ?? others[0];
    if (first === undefined) return [];
    const startedAt = compile?.completedAt ?? first.startedAt;
    const completedAt = others.map((step) => step.completedAt).reduce((a, b) => (a > b ? a : b), startedAt);
    const whole = others.length === 0 ? [] : [{ name: 'execute', startedAt, completedAt } as const];
    return [
      compile ?? { name: 'compile', startedAt: first.startedAt, completedAt: first.startedAt },
      ...(execute === undefined ? whole : [execute]),
      ...others,
    ];
  }
}
