import { expect, test } from 'vitest';
import { ReadyNodes } from '#dvt/execute/ready-nodes.js';
import type { ManifestNode } from '#dvt/spi/node.js';

/** `c: ['a']`: c waits for a. Nodes are in the order of the run. */
function nodes(waits: Readonly<Record<string, readonly string[]>>): ReadyNodes {
  const all = Object.keys(waits).map((id) => ({ id }) as ManifestNode);
  return new ReadyNodes(all, new Map(Object.entries(waits).map(([id, others]) => [id, new Set(others)])));
}

const any = () => true;
const taken = (ready: ReadyNodes, may: (node: ManifestNode) => boolean = any) => ready.take(may)?.id;

test('of nodes that wait no more the first of the run is taken first, whichever became ready last', () => {
  const ready = nodes({ a: [], b: [], c: ['a'], d: ['b'], e: ['a'] });
  expect([taken(ready), taken(ready), taken(ready)]).toEqual(['a', 'b', undefined]);
  ready.done('b');
  ready.done('a');
  expect([taken(ready), taken(ready), taken(ready), taken(ready)]).toEqual(['c', 'd', 'e', undefined]);
  expect(ready.size).toBe(0);
});

test('a node that may not start yet keeps its place, and others pass it', () => {
  const ready = nodes({ a: [], b: [], c: [] });
  expect(taken(ready, ({ id }) => id !== 'a')).toBe('b');
  expect([taken(ready), taken(ready)]).toEqual(['a', 'c']);
});

test('what waits for a failed node goes with all that waits for that, in order; the others stay', () => {
  const ready = nodes({ a: [], b: ['a'], c: [], d: ['b', 'c'], e: ['c'] });
  expect(taken(ready)).toBe('a');
  expect(ready.dropDependents('a').map(({ id }) => id)).toEqual(['b', 'd']);
  expect(taken(ready)).toBe('c');
  ready.done('c');
  expect(ready.drain().map(({ id }) => id)).toEqual(['e']);
});
