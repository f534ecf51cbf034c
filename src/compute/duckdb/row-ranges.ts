/** Positions of rows in a table, as ranges. */
export class RowRanges {
  readonly #ranges: { readonly from: number; to: number }[] = [];
  #rows = 0;

  get rows(): number {
    return this.#rows;
  }

  /** Adds `rows` rows from position `from` on. */
  add(from: number, rows: number): void {
    const last = this.#ranges.at(-1);
    if (last?.to === from) last.to += rows;
    else if (rows > 0) this.#ranges.push({ from, to: from + rows });
    this.#rows += rows;
  }

  addAll(others: RowRanges): void {
    for (const { from, to } of others.#ranges) this.add(from, to - from);
  }

  /** A query for all positions; there must be one. */
  selectSql(): string {
    const ranges = this.#ranges.map(({ from, to }) => `(${from}::bigint, ${to}::bigint)`);
    return `select unnest(range(a, b)) from (values ${ranges.join(', ')}) ranges(a, b)`;
  }
}
