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

  get timings(): Timing[] {
    return [...this.#timings.values()];
  }
}
