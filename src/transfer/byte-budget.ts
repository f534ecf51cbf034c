const KIB = 1024;

/** Bytes that several threads may hold together, counted in shared memory. */
export class ByteBudget {
  readonly #counter: Int32Array;
  readonly #limit: number;

  /** `shared` is what another thread's budget exposes; `limit` in bytes. */
  constructor(
    readonly limit: number,
    readonly shared = new SharedArrayBuffer(4),
  ) {
    // Whole KiB, so that 32 bits hold what one scan of very long rows may need.
    this.#limit = Math.ceil(limit / KIB);
    this.#counter = new Int32Array(shared);
  }

  /** Takes bytes if the budget has them. */
  tryTake(bytes: number): boolean {
    const amount = Math.ceil(bytes / KIB);
    for (;;) {
      const held = Atomics.load(this.#counter, 0);
      if (held + amount > this.#limit) return false;
      if (Atomics.compareExchange(this.#counter, 0, held, held + amount) === held) return true;
    }
  }

  /** Takes bytes even beyond the limit, for who cannot go on without them. */
  take(bytes: number): void {
    Atomics.add(this.#counter, 0, Math.ceil(bytes / KIB));
  }

  give(bytes: number): void {
    Atomics.sub(this.#counter, 0, Math.ceil(bytes / KIB));
  }

  /** bytes held, rounded up to KiB a holding */
  get held(): number {
    return Atomics.load(this.#counter, 0) * KIB;
  }
}
