/** A value, or the promise of one. Awaiting costs a turn of the event loop, so a value at hand is never awaited. */
export type MaybePromise<T> = T | Promise<T>;

/** `next(value)`, at once where the value is at hand. */
export function then<T, U>(value: MaybePromise<T>, next: (value: T) => MaybePromise<U>): MaybePromise<U> {
  return value instanceof Promise ? value.then(next) : next(value);
}

/** The results of `step` for all items, one after another. */
export function mapInOrder<T, U>(items: readonly T[], step: (item: T) => MaybePromise<U>): MaybePromise<U[]> {
  const results: U[] = [];
  for (let i = 0; i < items.length; i++) {
    const result = step(items[i]!);
    if (result instanceof Promise) return mapRest(items, step, results, result);
    results.push(result);
  }
  return results;
}

async function mapRest<T, U>(
  items: readonly T[],
  step: (item: T) => MaybePromise<U>,
  results: U[],
  pending: Promise<U>,
): Promise<U[]> {
  results.push(await pending);
  for (let i = results.length; i < items.length; i++) results.push(await step(items[i]!));
  return results;
}
