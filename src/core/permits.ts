/** A counting semaphore whose users may take several permits in one step, first come, first served. */
export class Permits {
  readonly #total: number;
  #free: number;
  readonly #waiting: { readonly count: number; readonly grant: () => void }[] = [];

  constructor(total: number) {
    this.#total = total;
    this.#free = total;
  }

  get total(): number {
    return this.#total;
  }

  get free(): number {
    return this.#free;
  }

  /** Runs `work` while it holds `count` permits (at most all there are). */
  async hold<T>(count: number, work: () => Promise<T>): Promise<T> {
    const taken = Math.max(1, Math.min(count, this.#total));
    await this.#take(taken);
    try {
      return await work();
    } finally {
      this.#free += taken;
      this.#grant();
    }
  }

  #take(count: number): Promise<void> {
    return new Promise((grant) => {
      this.#waiting.push({ count, grant });
      this.#grant();
    });
  }

  #grant(): void {
    for (let first = this.#waiting[0]; first !== undefined && first.count <= this.#free; first = this.#waiting[0]) {
      this.#waiting.shift();
      this.#free -= first.count;
      first.grant();
    }
  }
}
