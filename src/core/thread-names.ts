/** When something ran; null: it did not. */
interface Span {
  readonly startedAt: Date | null;
  readonly completedAt: Date | null;
}

/**
 * dbt's names of the threads that nodes ran on: those at one time have different ones, of the first that was free. Tools
 * that draw a run draw a line for each.
 */
export function threadNames(spans: readonly Span[]): readonly string[] {
  const names = spans.map(() => nameOf(0));
  const freeFrom: number[] = [];
  const started = [...spans.entries()].flatMap(([at, { startedAt, completedAt }]) =>
    startedAt === null ? [] : [{ at, from: startedAt.getTime(), to: (completedAt ?? startedAt).getTime() }],
  );
  for (const { at, from, to } of started.toSorted((a, b) => a.from - b.from)) {
    const free = freeFrom.findIndex((end) => end <= from);
    const slot = free < 0 ? freeFrom.length : free;
    freeFrom[slot] = to;
    names[at] = nameOf(slot);
  }
  return names;
}

function nameOf(slot: number): string {
  return `Thread-${slot + 1} (worker)`;
}
